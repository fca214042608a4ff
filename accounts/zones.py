"""Time zones as browsers name them: a day begins where the person is."""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.errors import Invalid

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")
# Some browsers have no name to give.
OFFSET = re.compile(r"([+-])([01]\d):([0-5]\d)")


class UnknownZone(Invalid):
    code = "unknown_zone"


def zone_of(name: Any) -> tzinfo:
    """The zone of a name ("Europe/Berlin") or an offset ("+05:30"); nothing given is UTC. Raises UnknownZone."""
    if name in (None, ""):
        return UTC
    if isinstance(name, str) and (offset := OFFSET.fullmatch(name)):
        sign, hours, minutes = offset.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(ahead if sign == "+" else -ahead)
    if isinstance(name, str) and NAME.fullmatch(name):
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            pass
    raise UnknownZone(fields={"zone": [_("There is no such time zone.")]})


def is_zone(name: Any) -> bool:
    try:
        zone_of(name)
    except UnknownZone:
        return False
    return isinstance(name, str)


def day_start(zone: tzinfo, now: datetime) -> datetime:
    """When the day of `now` began in this zone."""
    return datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
