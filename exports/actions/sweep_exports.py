"""Wake workers for exports that nobody holds, and delete folders that nothing speaks of any more."""

import shutil

from exports.actions.compare_exports import JOB as COMPARE
from exports.actions.request_export import JOB
from exports.models import Comparison, Export
from exports.storage import folders
from labeling.actions import hold_job
from labeling.models import JobState

MOST_WOKEN = 100


def sweep_exports() -> None:
    for export_id in Export.objects.filter(hold_job.takeable(Export)).values_list("pk", flat=True)[:MOST_WOKEN]:
        hold_job.wake(JOB, export_id)
    for waiting_id in Comparison.objects.filter(hold_job.takeable(Comparison)).values_list("pk", flat=True)[
        :MOST_WOKEN
    ]:
        hold_job.wake(COMPARE, waiting_id)
    if not folders.building_folder().is_dir():
        return
    # Race: an attempt begins now. Its row says so before its folder is there, so look at the folders first.
    lying_about = sorted(folders.building_folder().iterdir())
    running = set(Export.objects.filter(state=JobState.RUNNING).values_list("pk", "fence"))
    for left in lying_about:
        name, _, rest = left.name.partition("-")
        is_in_use = name.isdigit() and rest.isdigit() and (int(name), int(rest)) in running
        if not is_in_use:
            shutil.rmtree(left, ignore_errors=True)
