"""Names that a manager pasted: one a line, optionally with a role and a group, split by commas or tabs."""

import unicodedata
from dataclasses import dataclass, field

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import sign_in_name
from labeling.models import Exclusion, Membership, Project, Role

# More than this is a system to connect, not a list to paste.
MOST_LINES = 500
LONGEST_NAME, LONGEST_GROUP = 100, 40


@dataclass
class Line:
    """One line as it was understood. `refused` says why nothing can be done with it."""

    number: int
    name: str
    username: str
    role: str
    group: str
    refused: str = ""
    # The account of that name, and the role it has in the project now.
    user: User | None = None
    present_role: str = ""

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label) if self.role in Role.values else self.role


@dataclass
class Look:
    """What a list would do. Nothing of it is done while a line is refused."""

    lines: list[Line] = field(default_factory=list)
    too_long: bool = False

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refused]

    @property
    def newcomers(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and line.user is None]

    @property
    def known(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and line.user and not line.present_role]

    @property
    def present(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and line.present_role]

    @property
    def can_go(self) -> bool:
        return bool(self.lines) and not self.refused and not self.too_long


def look_at(text: str, *, project: Project, role: str, group: str) -> Look:
    """Understand the list against who is here already, in three queries. Changes nothing."""
    rows = [(number, row) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    look = Look([read(number, row, role, group) for number, row in rows[:MOST_LINES]], too_long=len(rows) > MOST_LINES)
    refuse_repeats(look.lines)
    named = [line for line in look.lines if not line.refused]
    lowered = User.objects.annotate(any_case=Lower("username"))
    users = {
        user.username.lower(): user for user in lowered.filter(any_case__in=[line.username.lower() for line in named])
    }
    places = dict(
        Membership.objects.filter(project=project, user__in=users.values(), removed_at=None)
        .values_list("user_id", "role")
    )  # fmt: skip
    erased = set(
        Exclusion.objects.filter(project=project, is_erasure=True, labeler__in=users.values())
        .values_list("labeler_id", flat=True)
    )  # fmt: skip
    for line in named:
        line.user = users.get(line.username.lower())
        if line.user is not None:
            line.present_role = places.get(line.user.pk, "")
            line.refused = refusal_of(line.user, is_erased=line.user.pk in erased)
    return look


def read(number: int, row: str, role: str, group: str) -> Line:
    fields = [part.strip() for part in row.replace("\t", ",").replace("，", ",").split(",")]
    name, said_role, said_group = (*fields, "", "")[:3]
    line = Line(number, " ".join(name.split()), sign_in_name(name), role_of(said_role) or role, said_group or group)
    if len(fields) > 3:
        line.refused = _("More than name, role and group stands on the line.")
    elif not line.username or len(line.name) > LONGEST_NAME or "\0" in row:
        line.refused = _("A name of 1 to %(most)s characters, with a letter or a digit.") % {"most": LONGEST_NAME}
    elif line.role not in Role.values:
        line.refused = _("There is no role %(role)s: write %(choices)s.") % {
            "role": line.role, "choices": ", ".join(Role.values),
        }  # fmt: skip
    elif len(line.group) > LONGEST_GROUP:
        line.refused = _("A group's name has at most %(most)s characters.") % {"most": LONGEST_GROUP}
    return line


def role_of(said: str) -> str:
    """The role by its code, or by its name in the reader's language."""
    plain = unicodedata.normalize("NFKC", said).casefold()
    return next((code for code, label in Role.choices if plain == str(label).casefold()), plain)


def refuse_repeats(lines: list[Line]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        first = seen.setdefault(line.username.lower(), line.number)
        if not line.refused and first != line.number:
            line.refused = _("The same name stands on line %(line)s.") % {"line": first}


def refusal_of(user: User, *, is_erased: bool) -> str:
    if is_erased:
        return _("This person's work was erased from the project for good.")
    return "" if user.is_active else _("This account is switched off.")
