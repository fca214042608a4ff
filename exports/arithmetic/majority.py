"""The majority's order: its cycles, and the layers of what remains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Edges = Mapping[int, set[int]]


@dataclass(frozen=True, slots=True)
class Order:
    """`layers`: 0 for what nobody beats, else one more than the lowest layer above. `cyclic`: cards on a cycle.

    Layers never contradict an edge that lies on no cycle; the cards of one cycle share a layer (and an entry
    in `homes`, their first card). For a single ranking the layers are its tiers.
    """

    layers: dict[int, int]
    homes: dict[int, int]

    def is_on_cycle(self, one: int, other: int) -> bool:
        """Whether the edge between two different cards lies on a cycle."""
        return self.homes[one] == self.homes[other]

    def is_cyclic(self, card: int) -> bool:
        return sum(home == self.homes[card] for home in self.homes.values()) > 1

    @property
    def has_cycle(self) -> bool:
        return any(card != home for card, home in self.homes.items())


def order_of(decided: Iterable[tuple[int, int]], cards: Iterable[int]) -> Order:
    """The order that (winner, loser) pairs give to the cards."""
    edges: dict[int, set[int]] = {card: set() for card in sorted(cards)}
    for winner, loser in decided:
        edges[winner].add(loser)
    layers = layers_without_cycle(edges)
    if layers is not None:
        return Order(layers, {card: card for card in edges})
    homes = homes_of(edges)
    condensed: dict[int, set[int]] = {home: set() for home in homes.values()}
    for winner, losers in edges.items():
        condensed[homes[winner]].update(homes[loser] for loser in losers if homes[loser] != homes[winner])
    of_home = layers_without_cycle(condensed) or {}  # never None: strong components form no cycle
    return Order({card: of_home[home] for card, home in homes.items()}, homes)


def layers_without_cycle(edges: Edges) -> dict[int, int] | None:
    """The layers by taking off, again and again, what nobody left beats; None when a cycle remains."""
    above = dict.fromkeys(edges, 0)
    for losers in edges.values():
        for loser in losers:
            above[loser] += 1
    layers: dict[int, int] = {}
    free = [card for card, count in above.items() if not count]
    layer = 0
    while free:
        below: list[int] = []
        for card in free:
            layers[card] = layer
            for loser in edges[card]:
                above[loser] -= 1
                if not above[loser]:
                    below.append(loser)
        free, layer = below, layer + 1
    return layers if len(layers) == len(edges) else None


def homes_of(edges: Edges) -> dict[int, int]:
    """For each card the first card of its cycle, itself when it is on none.

    Two cards are on one cycle when each can be reached from the other (a strong component); an edge lies on a
    cycle exactly when both its ends do. At most a few dozen cards: reachability will do.
    """
    below = {card: reachable(edges, card) for card in edges}
    return {card: min([card, *(other for other in below[card] if card in below[other])]) for card in edges}


def reachable(edges: Edges, start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(edges[start])
    while waiting:
        card = waiting.pop()
        if card not in found:
            found.add(card)
            waiting.extend(edges[card])
    return found


def ranks_of(layers: Mapping[int, int]) -> dict[int, int]:
    """Competition ranks: 1 + how many cards stand in higher layers (1, 1, 3)."""
    return {card: 1 + sum(other < layer for other in layers.values()) for card, layer in layers.items()}
