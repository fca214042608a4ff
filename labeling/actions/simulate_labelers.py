"""Let invented labelers work on a project, through the same actions as people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from accounts.actions.create_user import create_user
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import add_member, claim, open_assignment, save_draft, skip, submit
from labeling.models import Completion, Membership, Opening, Project, Role, SkipReason
from labeling.screen import sheets
from labeling.simulating import simulation
from labeling.simulating.characters import CHARACTERS, GOOD, MIX, Character, character_of

SKIP_SHARE = 0.02
DRAFT_SHARE = 0.15
# Reasons that park a task only when two people give the same one.
SKIP_REASONS = [SkipReason.UNCLEAR, SkipReason.NEEDS_EXPERTISE, SkipReason.DUPLICATE, SkipReason.OTHER]
MOST_LABELERS = 1000


@dataclass(frozen=True)
class Settings:
    """How they judge: everything that is drawn follows from the seed, the labeler's name and the task."""

    seed: int
    noise: float
    character: Character = GOOD
    skip_share: float = SKIP_SHARE


def simulate_labelers(
    *, project: Project, labeler_count: int, seed: int, noise: float, by: User | None, characters: str = MIX
) -> Iterator[str]:
    """Work until nothing is left for any of them, one assignment each in turn; yields "submitted" or "skipped".

    characters: what they are like, by a name of CHARACTERS, or a mix.
    """
    if not 1 <= labeler_count <= MOST_LABELERS:
        raise Invalid(fields={"labelers": [f"From 1 to {MOST_LABELERS}."]})
    if noise < 0:
        raise Invalid(fields={"noise": ["0 or more."]})
    if characters not in (MIX, *CHARACTERS):
        raise Invalid(fields={"characters": [f"One of: {', '.join((MIX, *CHARACTERS))}."]})
    now = timezone.now()
    at_work = {
        hire(project, f"sim-{place + 1:02}", by, now=now): Settings(seed, noise, character_of(place, characters))
        for place in range(labeler_count)
    }
    while at_work:
        for labeler, settings in list(at_work.items()):
            try:
                claimed = claim.next_assignment(project=project, labeler=labeler, now=timezone.now())
            except claim.NothingLeft:
                del at_work[labeler]
            else:
                yield work_off(claimed.sheet, labeler, settings, now=timezone.now())


def hire(project: Project, name: str, by: User | None, *, now: datetime) -> User:
    """The simulated labeler of this name, without a password, as a member of the project."""
    user = User.objects.filter(username=name).first() or create_user(name=name, by=by, now=now)
    if not Membership.objects.filter(project=project, user=user, removed_at=None).exists():
        add_member.add_member(project=project, user=user, role=Role.LABELER, by=by, now=now)
    return user


def work_off(sheet: sheets.Sheet, labeler: User, settings: Settings, *, now: datetime) -> str:
    """Judge or skip one assignment; `now` is when they are done with it."""
    assignment = sheet.assignment
    # Drawn per labeler and task: who claims what in which order changes nobody's judgment, and again is the same.
    chance = random.Random(f"{settings.seed}/{labeler.username}/{assignment.task.external_id}")  # noqa: S311
    desk = lay_desk(sheet, settings)
    active, wall = simulation.seconds_at(desk, chance)
    opened_at = now - timedelta(seconds=wall)
    open_assignment.open_assignment(assignment=assignment, now=now)
    if chance.random() < settings.skip_share:
        skip.skip(
            assignment=assignment, reason=chance.choice(SKIP_REASONS), now=now,
            active_seconds=active, wall_seconds=wall, opened_at=opened_at,
        )  # fmt: skip
        return "skipped"
    client_id = UUID(int=chance.getrandbits(128), version=4)
    judgment = simulation.SIMULATORS[assignment.project.kind](desk, chance)
    if chance.random() < DRAFT_SHARE:
        save_draft.save_draft(assignment=assignment, revision=1, judgment=judgment, now=now)
    body = {"judgment": judgment, "active_seconds": active, "wall_seconds": wall, "opened_at": in_utc(opened_at)}
    submit.submit(assignment=assignment, client_id=client_id, body=body, now=now)
    return "submitted"


def lay_desk(sheet: sheets.Sheet, settings: Settings) -> simulation.Desk:
    """What the pure part needs; the policies behind the texts give the hidden strengths."""
    task_id = sheet.assignment.task_id
    policies = {
        completion.index: completion.policy.name if completion.policy else str(completion.index)
        for completion in Completion.objects.filter(task_id=task_id, same_as=None).select_related("policy")
    }
    answers = [
        simulation.Answer(letter, text, simulation.strength_of(policies[index], settings.seed))
        for (letter, text), index in zip(sheet.completions, sheet.assignment.order, strict=True)
    ]
    prompt = str(sheet.messages[-1]["content"])
    return simulation.Desk(
        prompt, answers, sheet.version.ranking, sheet.version.form, settings.noise, settings.character
    )


def in_utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def free_slots(project: Project) -> int:
    """How many judgments the project still waits for."""
    openings = Opening.objects.filter(project=project, is_held=False)
    sums = openings.aggregate(allowed=Sum("allowed", default=0), counted=Sum("counted", default=0))
    return max(0, int(sums["allowed"]) - int(sums["counted"]))
