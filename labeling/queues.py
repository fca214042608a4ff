"""How a project's queue is ordered: lanes, and positions within them.

Higher priority first; within one priority, slots that came back go ahead of untouched tasks; then import
order. A lane is one (priority, came back) stretch; lower ranks go first.
"""


def lane_rank(priority: int, is_returned: bool) -> int:
    """The rank of a lane: even for slots that came back, odd for untouched tasks."""
    return -2 * priority + (0 if is_returned else 1)
