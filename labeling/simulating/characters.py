"""How simulated labelers differ: most are good, some hurry, some do not care, some like what stands first.

Pure settings for `labeling.simulating.simulation`; none of it is a claim about real people.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Character:
    """`noise` and `pace` multiply the noise of the simulation and the seconds that a judgment takes."""

    name: str
    noise: float = 1.0
    pace: float = 1.0
    # How much better the first card seems than the last one, in units of noise.
    first_bonus: float = 0.0
    # The share of judgments in which every scale gets the same answer.
    straight_share: float = 0.0


GOOD = Character("good")
HASTY = Character("hasty", noise=2.0, pace=0.12)
CARELESS = Character("careless", noise=4.5, pace=0.7, straight_share=0.4)
POSITION_BIASED = Character("position-biased", first_bonus=3.5)

CHARACTERS = {one.name: one for one in (GOOD, HASTY, CARELESS, POSITION_BIASED)}
MIX = "mix"
# Three in eight are none of the good. The biased one comes last: orders are drawn by the server, so what that one
# says is the only thing that differs between two runs of one seed.
MIXED = (GOOD, GOOD, HASTY, GOOD, CARELESS, GOOD, GOOD, POSITION_BIASED)


def character_of(place: int, wanted: str) -> Character:
    """Of the labeler in this place, counted from 0. wanted: a name of CHARACTERS, or MIX."""
    return MIXED[place % len(MIXED)] if wanted == MIX else CHARACTERS[wanted]
