"""Under which license a policy's completions stood at a snapshot's moment, and what rows tell of it.

A text that several policies gave stands under all their licenses: told with | between them. The empty text
says that none was stated. What a labeler wrote stands under those of the completion that they rewrote, or none.
"""

from collections.abc import Collection

from django.db.models import Q

from labeling.models import PolicyLicense, Project

BETWEEN = "|"


def licenses_at(project: Project, held: Q) -> dict[str, str]:
    """{policy's name: license} as it was last stated; held: what the snapshot sees of that."""
    said = PolicyLicense.objects.filter(held, policy__project=project)
    return dict(said.order_by("number").values_list("policy__name", "license"))


def told(licenses: Collection[str]) -> str:
    """A row's word for these licenses of one text."""
    return BETWEEN.join(sorted(licenses))
