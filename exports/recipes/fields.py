"""Reading JSON strictly: what is not there gets its default, what is wrong is named by its path."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.storable import reads_as_id

MOST_NAMES = 10_000
HAS_NUL = gettext_lazy("A text contains the character NUL, which cannot be stored.")
HAS_SURROGATE = gettext_lazy("A text contains half of a surrogate pair, which is no character.")


class Fields:
    """One JSON object while it is read. Wrong fields are collected, so that all of them can be told at once."""

    def __init__(self, given: Mapping[str, Any], path: str = "", problems: dict[str, list[str]] | None = None) -> None:
        self._given = given
        self._path = path
        self._problems: dict[str, list[str]] = {} if problems is None else problems
        self._known: set[str] = set()
        self._parts: list[Fields] = []

    def refuse(self, name: str, why: str) -> None:
        self._problems.setdefault(self._path + name, []).append(why)

    def finish(self) -> dict[str, list[str]]:
        """Return all that is wrong, unknown keys included."""
        for name in self._given:
            if name not in self._known:
                self.refuse(
                    str(name),
                    _("There is no such key. Known: %(choices)s.") % {"choices": ", ".join(sorted(self._known))},
                )
        for part in self._parts:
            part.finish()
        return self._problems

    def part(self, name: str) -> "Fields":
        value = self._take(name, {})
        if not isinstance(value, Mapping):
            self.refuse(name, _("It is an object."))
            value = {}
        part = Fields(value, f"{self._path}{name}.", self._problems)
        self._parts.append(part)
        return part

    def choice(self, name: str, choices: Sequence[str], *, default: str, to_come: Sequence[str] = ()) -> str:
        value = self._take(name, default)
        if isinstance(value, str) and value in choices:
            return value
        self.refuse(name, refusal(value, choices, to_come))
        return default

    def subset(
        self, name: str, choices: Sequence[str], *, default: Sequence[str], to_come: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Some of the choices, brought into the order of the choices."""
        value = self._take(name, list(default))
        if not isinstance(value, list):
            self.refuse(name, _("It is a list."))
            return tuple(default)
        if wrong := [part for part in value if not isinstance(part, str) or part not in choices]:
            self.refuse(name, refusal(wrong[0], choices, to_come))
        if not value and default:
            self.refuse(name, _("It names at least one."))
        return tuple(choice for choice in choices if choice in value)

    def names(self, name: str) -> tuple[str, ...]:
        value = self._take(name, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value) or len(value) > MOST_NAMES:
            self.refuse(name, _("It is a list of at most %(most)s texts.") % {"most": f"{MOST_NAMES:,}"})
            return ()
        if why := next(filter(None, map(why_not_stored, value)), ""):
            self.refuse(name, why)
            return ()
        return tuple(sorted(set(value)))

    def text(self, name: str, *, default: str) -> str:
        value = self._take(name, default)
        if isinstance(value, str) and value and not why_not_stored(value):
            return value
        self.refuse(name, _("It is a text, without the character NUL."))
        return default

    def truth(self, name: str, *, default: bool) -> bool:
        value = self._take(name, default)
        if isinstance(value, bool):
            return value
        self.refuse(name, _("It is true or false."))
        return default

    def number(self, name: str, low: float, high: float, *, default: float) -> float:
        value = self._take(name, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.refuse(name, _("It is a number from %(low)s to %(high)s.") % {"low": f"{low:g}", "high": f"{high:g}"})
        return default

    def whole(self, name: str, low: int, high: int, *, default: int | None) -> int | None:
        value = self._take(name, default)
        if value is None and default is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.refuse(name, _("It is a whole number from %(min)s to %(max)s.") % {"min": low, "max": high})
        return default

    def identifier(self, name: str) -> int | None:
        value = self._take(name, None)
        if value is None:
            return None
        told = str(value)
        if not isinstance(value, bool) and reads_as_id(told):
            return int(told)
        self.refuse(name, _("It is the id of an export."))
        return None

    def moment(self, name: str) -> datetime | None:
        """A time with its offset; a bare date is the beginning of that day in UTC."""
        value = self._take(name, None)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            self.refuse(name, _("It is a time like 2026-11-23T12:00:00Z, or a date."))
            return None
        if len(value) == 10:
            return moment.replace(tzinfo=UTC)
        if moment.tzinfo is None:
            self.refuse(name, _("The time needs its offset: end it in Z for UTC."))
            return None
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            self.refuse(name, _("It lies outside of the years 1 to 9999 in UTC."))
            return None

    def _take(self, name: str, default: Any) -> Any:
        self._known.add(name)
        return self._given.get(name, default)


def refusal(value: Any, choices: Sequence[str], to_come: Sequence[str]) -> str:
    available = _("Available: %(choices)s.") % {"choices": ", ".join(choices)}
    if isinstance(value, str) and value in to_come:
        return _("%(value)s cannot be exported yet. %(available)s") % {"value": value, "available": available}
    return _("%(value)s is not known. %(available)s") % {"value": repr(value), "available": available}


def why_not_stored(text: str) -> str:
    """Why the database cannot hold the text; empty when it can."""
    if "\0" in text:
        return str(HAS_NUL)
    return str(HAS_SURROGATE) if any("\ud800" <= sign <= "\udfff" for sign in text) else ""
