"""Background work: a message carries an id, the row has the rest."""

from celery import shared_task

from exports.actions import build_comparison
from exports.actions import build_export as building
from exports.actions.sweep_exports import sweep_exports
from exports.actions.sweep_storage import sweep_storage as sweeping


@shared_task(name="exports.jobs.build_export")
def build_export(export_id: int) -> None:
    building.build(export_id)


@shared_task(name="exports.jobs.compare_exports")
def compare_exports(comparison_id: int) -> None:
    build_comparison.build(comparison_id)


@shared_task(name="exports.jobs.sweep")
def sweep() -> None:
    sweep_exports()


@shared_task(name="exports.jobs.sweep_storage")
def sweep_storage(_export_id: int = 0) -> None:
    """Sweep all: what woke us may have been lost before."""
    sweeping()
