"""The job that compares two exports. Killed, it begins anew: both stay as they are."""

import logging

from exports.actions.build_export import heartbeat_of, recipe_of
from exports.differences.difference import Side, compare
from exports.models import Comparison
from labeling.actions import hold_job

logger = logging.getLogger(__name__)


def build(comparison_id: int) -> None:
    """Compare, if nobody else does."""
    comparison = hold_job.take(Comparison, comparison_id)
    if comparison is None:
        return
    try:
        earlier, later = (Side(export, recipe_of(export)) for export in (comparison.earlier, comparison.later))
        hold_job.finish(comparison, changes=compare(earlier, later, heartbeat_of(comparison)))
    except hold_job.LostHold:
        logger.info("Comparison %s was taken over.", comparison_id)
    except Exception as error:
        logger.exception("Comparison %s failed.", comparison_id)
        hold_job.fail(comparison, f"It stopped at an error: {type(error).__name__}. The worker's log has the rest.")
