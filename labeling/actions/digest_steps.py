"""What else is made of tasks whenever their findings are: a plain list, called page by page.

A step gets the project, the judged tasks of the page and the moment. It runs in the page's transaction, with the
project's Digest row locked: no two pages of a project run at once. It is called again for the same tasks after any
change, and after a kill: it must come to the same rows from what it is given.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from labeling.actions.pick_checks import pick_checks
from labeling.models import Project
from labeling.tasks.judged import JudgedTask

Step = Callable[[Project, Sequence[JudgedTask], datetime], None]

STEPS: list[Step] = [pick_checks]
