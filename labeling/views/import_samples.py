"""The first rows of a file as labelers will see them, in a frame of the import's page."""

import random

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from labeling.actions.read_sample import MOST_SAMPLES, read_sample
from labeling.importing.rows import Row
from labeling.kinds import KINDS
from labeling.models import Import
from labeling.screen import previews
from labeling.screen.sheets import Sheet
from labeling.views.imports import import_of
from labeling.views.previews import framed
from labeling.views.sections.versions import newest


@login_required
@require_safe
@framed
def sample(request: SignedIn, slug: str, import_id: int) -> HttpResponse:
    """Row by row, with the letters in an order of chance, as it would be for labelers."""
    shown = import_of(request, slug, import_id)
    given = request.GET.get("row", "1")
    place = min(int(given), MOST_SAMPLES) if given.isdecimal() and len(given) < 6 else 1
    row = read_sample(shown, place)
    address = reverse("labeling:import_sample", args=[slug, import_id])
    text_url = reverse("labeling:label_preview", args=[slug])
    context = {
        **(previews.context_of(sheet_of(shown, row), text_preview_url=text_url) if row else {}),
        "heading": _("Line %(line)s") % {"line": row.line} if row else _("Preview"),
        "note": _("Nothing is stored. Each labeler gets an order of their own."),
        "nothing": _("There is no further good row near the beginning of the file."),
        "earlier": f"{address}?row={place - 1}" if place > 1 else "",
        "later": f"{address}?row={place + 1}" if row and place < MOST_SAMPLES else "",
    }
    return render(request, "labeling/preview.html", context)


def sheet_of(job: Import, row: Row) -> Sheet:
    """Each distinct text once; never in the order of the file."""
    texts = [answer.text for index, answer in enumerate(row.completions) if answer.first == index]
    # The same row always in the same order, so that going back shows what was there.
    random.Random(f"{job.path}:{row.line}").shuffle(texts)  # noqa: S311  # nobody is to be kept from guessing it
    return previews.sheet_of(
        project=job.project, version=newest(job.project), messages=row.prompt,
        completions=texts if KINDS[job.project.kind].most_cards else [],
    )  # fmt: skip
