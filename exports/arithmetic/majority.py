"""The majority's order: its cycles, and the layers of what remains."""

from collections.abc import Iterable, Mapping

Edges = Mapping[int, set[int]]


def edges_of(decided: Iterable[tuple[int, int]], cards: Iterable[int]) -> dict[int, set[int]]:
    """{winner: {losers}} for every card."""
    edges: dict[int, set[int]] = {card: set() for card in sorted(cards)}
    for winner, loser in decided:
        edges[winner].add(loser)
    return edges


def cycles_of(edges: Edges) -> dict[int, int]:
    """For each card the number of its cycle's first card, its own when it is in none.

    Two cards are in one cycle when each can be reached from the other (a strong component); an edge lies
    on a cycle exactly when both its ends do.
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


def layers_of(edges: Edges) -> dict[int, int]:
    """0 for what nobody beats, else one more than the lowest layer above: never at odds with an edge.

    The cards of one cycle share a layer. For a single ranking the layers are its tiers.
    """
    home = cycles_of(edges)
    above: dict[int, set[int]] = {card: set() for card in set(home.values())}
    for winner, losers in edges.items():
        for loser in losers:
            if home[winner] != home[loser]:
                above[home[loser]].add(home[winner])
    layers: dict[int, int] = {}

    def layer(card: int) -> int:
        if card not in layers:
            layers[card] = 1 + max((layer(upper) for upper in above[card]), default=-1)
        return layers[card]

    return {card: layer(home[card]) for card in edges}


def ranks_of(layers: Mapping[int, int]) -> dict[int, int]:
    """Competition ranks: 1 + how many cards stand in higher layers (1, 1, 3)."""
    return {card: 1 + sum(other < layer for other in layers.values()) for card, layer in layers.items()}
