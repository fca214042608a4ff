"""Remember what a person prefers on the screens. Tastes are no events: the trail does not tell of them."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import User
from accounts.zones import is_zone

# A remapped keyboard has some thirty commands; this only keeps the row small.
MOST_BYTES = 4096


class InvalidPreference(Invalid):
    code = "invalid_preference"


def is_one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def is_word(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9_-]{1,20}", value) is not None


def is_font_size(value: Any) -> bool:
    """A percentage of the normal size, or a named one."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return 50 <= value <= 300 if is_number else is_word(value)


def is_key_map(value: Any) -> bool:
    """Command to key, as `KeyboardEvent.key` names it."""
    return isinstance(value, dict) and all(
        is_word(command) and isinstance(key, str) and len(key) <= 20 and "\0" not in key
        for command, key in value.items()
    )


PREFERENCES: dict[str, Callable[[Any], bool]] = {
    "theme": is_one_of("light", "dark", "system"),
    "layout": is_word,
    "font_size": is_font_size,
    "keys": is_key_map,
    "keys_off": lambda value: isinstance(value, bool),
    "language": is_one_of(*dict(settings.LANGUAGES)),
    "preview": lambda value: isinstance(value, bool),
    "zone": is_zone,
}


@transaction.atomic
def change_preferences(*, user: User, changes: Mapping[str, Any]) -> None:
    """Set what is given, forget what is given as null, leave the rest. Raises InvalidPreference."""
    fields = {name: [reason] for name, value in changes.items() if (reason := refuse(name, value))}
    if fields:
        raise InvalidPreference(fields=fields)
    # Race: two tabs each change one preference; neither may undo the other's.
    kept = User.objects.select_for_update().only("preferences").get(pk=user.pk).preferences
    merged = {name: value for name, value in {**kept, **changes}.items() if value is not None}
    if len(json.dumps(merged)) > MOST_BYTES:
        raise InvalidPreference(_("These are more preferences than are kept."))
    User.objects.filter(pk=user.pk).update(preferences=merged)
    user.preferences = merged


def refuse(name: str, value: Any) -> str:
    """Why this cannot be kept; empty when it can."""
    if name not in PREFERENCES:
        return _("There is no such preference.")
    return "" if value is None or PREFERENCES[name](value) else _("This value is not possible.")
