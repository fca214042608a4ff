"""Feeding the figures, prompt by prompt, from the judgments that count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from exports.arithmetic.ballots import Ballot
from exports.configs import Material
from exports.configs.cases import Case, Said, rankings_of
from exports.reading.judgments import JudgedPrompt
from exports.statistics.kto_weights import kto_weights
from exports.statistics.leanings import Leanings, compared
from exports.statistics.workforce import workforce
from labeling.statistics.agreement import Places, agreed
from labeling.statistics.shares import MeanShare, Share, bucket_of


class Statistics:
    """What the card and the manifest tell of a whole export. Memory: a few counters, labelers, policies."""

    def __init__(self) -> None:
        self.prompts = 0
        self.judgments_per_prompt: Counter[int] = Counter()
        self.by_labeler: Counter[int] = Counter()
        self.by_policy: Counter[str] = Counter()
        self.strict, self.half_credit, self.decisive, self.coverage = (MeanShare() for _ in range(4))
        self.first_shown_wins, self.longer_wins, self.ties = (Share() for _ in range(3))

    def add(self, material: Material) -> None:
        """Take a prompt in whose judgments have been marked."""
        counted = 0
        for task in material.prompt.tasks:
            of_task = [judgment.labeler_id for judgment in task.judgments if not judgment.left_out]
            if of_task:
                counted += len(of_task)
                for labeler in of_task:
                    self.by_labeler[labeler] += 1
                for completion in task.completions:
                    self.by_policy[completion.model] += 1
        if counted:
            self.prompts += 1
            self.judgments_per_prompt[counted] += 1
            if material.rankings:
                self.add_rankings(material)

    def add_rankings(self, material: Material) -> None:
        bucket = bucket_of(name_of(material.prompt))
        leanings = Leanings()
        for case in material.rankings:
            lengths = [len(text.plain) for text in case.texts]
            for said in case.said:
                leanings.add(compared(said.ballot.tiers, tuple(said.shown)), lengths)
        self.add_leanings(bucket, leanings)
        if sum([len(task.judgments) for task in material.prompt.tasks]) < 2:
            return
        grown = adaptive_assignments(material.prompt)
        apart = [said for said in made_apart(material) if said.judgment.assignment_id not in grown]
        self.add_agreement(bucket, [(said.judgment.labeler_id, said.ballot) for said in apart])

    def add_leanings(self, bucket: int, leanings: Leanings) -> None:
        self.first_shown_wins.add(bucket, leanings.first_shown_wins, leanings.decisive)
        self.longer_wins.add(bucket, leanings.longer_wins, leanings.unequal)
        self.ties.add(bucket, leanings.ties, leanings.ties + leanings.decisive)

    def add_agreement(self, bucket: int, said: Sequence[tuple[int, Ballot]]) -> None:
        """said: rankings of one prompt that were made without knowing the others, each with its labeler."""
        if len(said) > 1:
            found = agreed([(labeler, places_of(ballot)) for labeler, ballot in said])
            self.strict.add(bucket, *found.strict)
            self.half_credit.add(bucket, *found.half_credit)
            self.decisive.add(bucket, *found.of_decisive)
            self.coverage.add(bucket, *found.coverage)

    def figures(self, labels: Counter[tuple[str, bool]]) -> dict[str, Any]:
        """What stands in the manifest under `statistics`. labels: {(split, label): rows} of `kto`."""
        told: dict[str, Any] = {
            "prompts": self.prompts,
            "judgments_per_prompt": {
                str(number): self.judgments_per_prompt[number] for number in sorted(self.judgments_per_prompt)
            },
            "workforce": workforce(self.by_labeler),
            "policies": {name: self.by_policy[name] for name in sorted(self.by_policy)},
            "agreement": {
                "strict": self.strict.figure(),
                "half_credit": self.half_credit.figure(),
                "decisive": self.decisive.figure(),
                "decisive_coverage": self.coverage.figure(),
            },
            "bias": {
                "first_shown_wins": self.first_shown_wins.figure(),
                "longer_wins": self.longer_wins.figure(),
                "ties": self.ties.figure(),
            },
        }
        if labels:
            # Weights are for training: the other splits do not count.
            told["kto"] = kto_weights(labels["train", True], labels["train", False])
        return told


def name_of(prompt: JudgedPrompt) -> str:
    """What its importer called the prompt: the least of its tasks' names, the same in every database."""
    return min([task.external_id for task in prompt.tasks])


def places_of(ballot: Ballot) -> Places:
    return {text: place for place, tier in enumerate(ballot.tiers) for text in tier}


def adaptive_assignments(prompt: JudgedPrompt) -> set[int]:
    """Those on tasks that may have got more labelers because people disagreed: the adding would bias agreement."""
    adaptive = [task for task in prompt.tasks if task.is_adaptive]
    return {judgment.assignment_id for task in adaptive for judgment in task.judgments}


def made_apart(material: Material) -> list[Said]:
    """All rankings of the prompt that were made without knowing the others, whatever became of them.

    A reviewer who settles a task has seen what was said. Leaving out those who were overruled, and with them the
    tasks on which people disagree, would make agreement look better than it is.
    """
    tasks = material.prompt.tasks
    if not any(judgment.purpose == "review" for task in tasks for judgment in task.judgments):
        return together(material).said
    case = Case(material.prompt, material.recipe, material.secret, "", material.sieve.snapshot.licenses)
    for task in tasks:
        for judgment in task.judgments:
            is_apart = judgment.purpose != "review" and judgment.left_out in ("", "settled")
            if is_apart and "tiers" in judgment.body:
                case.add(task, judgment)
    return case.said


def together(material: Material) -> Case:
    """All rankings of the prompt in one case, also where the recipe lets each of them speak for itself."""
    if len(material.rankings) == 1:
        return material.rankings[0]
    recipe = replace(material.recipe, aggregate="majority")
    return rankings_of(material.prompt, recipe, material.secret, material.sieve.snapshot.licenses)[0]
