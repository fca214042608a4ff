"""Reading a dataset back before anybody gets it."""

from pathlib import Path

from django.utils.translation import gettext as _

from accounts.errors import DomainError
from exports.dataset import Dataset
from exports.validators import Broken, check

# Of each file: what a layout gets wrong, it gets wrong from the start.
FIRST_ROWS = 1_000


class WrittenBroken(DomainError):
    code = "written_broken"


def check_written(dataset: Dataset, folder: Path) -> None:
    """Read what was written with the trainer's own rules. Raises WrittenBroken, which names the file and the line."""
    if not dataset.counts:
        return
    try:
        check(folder, dataset.recipe.target, most=FIRST_ROWS)
    except Broken as broken:
        place = broken.path.relative_to(folder).as_posix() + (f":{broken.line}" if broken.line else "")
        raise WrittenBroken(
            _("%(target)s could not read %(place)s: %(why)s.")
            % {"target": dataset.recipe.target, "place": place, "why": broken.why}
        ) from broken
