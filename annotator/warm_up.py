"""What the first requests of a process would pay for, paid before it answers any: addresses, words, templates."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation


def warm_up() -> None:
    """Half a second of a processor more at the start (measured) takes 1.2 s from a process's first request, and 40 to
    180 ms from the first request of each page. Connections are left out: each thread makes its own when it needs it.
    """
    reverse("account_login")
    # The names of all static files are read when this lazy thing is first touched.
    bool(staticfiles_storage)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Language")
    for name in own_templates():
        engines["django"].get_template(name)


def own_templates() -> Iterator[str]:
    of_the_project: Any = settings.TEMPLATES[0]["DIRS"]
    for folder in map(Path, [*of_the_project, *get_app_template_dirs("templates")]):
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            yield from (str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html")))
