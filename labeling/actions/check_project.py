"""What a project's fields may be; used when one is made and when one is changed."""

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Invalid
from labeling.kinds import KINDS, PRESETS
from labeling.kinds.form import is_whole
from labeling.models import Project, ProjectState, Split

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\Z")
# /projects/new/ makes projects: a project of that name would have no page.
TAKEN_SLUGS = {"new"}
MOST_OVERLAP = 100
# A week: longer than any sitting, so a typing error does not lock tasks away for months.
LONGEST_LEASE = 7 * 24 * 60
MOST_PER_DAY = 1_000_000


def check_new(project: Project, guidelines: Any) -> None:
    """Check every field of a project that is about to be made; raises Invalid naming the first that does not fit."""
    check_slug(project.slug)
    check_name(project.name)
    check_kind(project.kind, project.preset)
    check_overlap(project.overlap)
    check_splits(project.splits)
    check_split_seed(project.split_seed)
    check_lease(project.lease_minutes)
    check_state(project.state)
    check_guidelines(guidelines)


def check_slug(slug: Any) -> None:
    if not isinstance(slug, str) or not SLUG.match(slug):
        raise Invalid(fields={"slug": [_("Lower-case letters, digits, - and _; at most 100.")]})
    if slug in TAKEN_SLUGS:
        raise Invalid(fields={"slug": [_("A page has this name already.")]})


def check_name(name: Any) -> None:
    if not isinstance(name, str) or not name.strip() or len(name) > 200 or "\0" in name:
        raise Invalid(fields={"name": [_("A text of 1 to 200 characters.")]})


def check_kind(kind: Any, preset: Any) -> None:
    if kind not in KINDS:
        raise Invalid(fields={"kind": [_("One of: %(choices)s.") % {"choices": ", ".join(KINDS)}]})
    if preset and (preset not in PRESETS or PRESETS[preset].kind != kind):
        fitting = ", ".join(name for name, one in PRESETS.items() if one.kind == kind)
        raise Invalid(fields={"preset": [_("For this kind one of: %(fitting)s.") % {"fitting": fitting}]})


def check_overlap(overlap: Any) -> None:
    values = list(overlap.values()) if isinstance(overlap, dict) else [overlap]
    if isinstance(overlap, dict) and set(overlap) != set(Split.values):
        raise Invalid(
            fields={
                "overlap": [
                    _("Give each of %(choices)s, or one number for all.") % {"choices": ", ".join(Split.values)}
                ]
            }
        )
    if not all(is_whole(value) and 1 <= value <= MOST_OVERLAP for value in values):
        raise Invalid(fields={"overlap": [_("Whole numbers from 1 to %(most)s.") % {"most": MOST_OVERLAP}]})


def check_splits(splits: Any) -> None:
    is_shape = isinstance(splits, dict) and set(splits) == set(Split.values)
    if not is_shape or not all(isinstance(p, int | float) and not isinstance(p, bool) for p in splits.values()):
        raise Invalid(fields={"splits": [_("A share for each of %(choices)s.") % {"choices": ", ".join(Split.values)}]})
    if any(not 0 <= share <= 1 for share in splits.values()) or abs(sum(splits.values()) - 1) > 1e-9:
        raise Invalid(fields={"splits": [_("Shares from 0 to 1 that add up to 1.")]})


def check_split_seed(seed: Any) -> None:
    is_text = isinstance(seed, str) and len(seed) <= 64 and "\0" not in seed
    if not is_text and not (is_whole(seed) and abs(seed) < 2**63):
        raise Invalid(fields={"split_seed": [_("A whole number, or a text of at most 64 characters.")]})


def check_lease(minutes: Any) -> None:
    if not is_whole(minutes) or not 1 <= minutes <= LONGEST_LEASE:
        raise Invalid(fields={"lease_minutes": [_("Whole minutes from 1 to %(most)s.") % {"most": LONGEST_LEASE}]})


def check_state(state: Any) -> None:
    if state not in ProjectState.values:
        raise Invalid(fields={"state": [_("One of: %(choices)s.") % {"choices": ", ".join(ProjectState.values)}]})


def check_guidelines(guidelines: Any) -> None:
    if not isinstance(guidelines, str) or len(guidelines) > 1_000_000 or "\0" in guidelines:
        raise Invalid(fields={"guidelines": [_("A text of at most 1,000,000 characters.")]})


def check_goal_date(day: Any) -> None:
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise Invalid(fields={"goal_date": [_("A day, or nothing.")]})


def check_goal_per_day(count: Any) -> None:
    if count is not None and (not is_whole(count) or not 1 <= count <= MOST_PER_DAY):
        raise Invalid(fields={"goal_per_day": [_("Whole numbers from 1 to %(most)s.") % {"most": MOST_PER_DAY}]})
