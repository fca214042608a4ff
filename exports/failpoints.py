"""Places at which a test can have the worker killed: EXPORT_FAILPOINT="name" or "name:3" for the third visit."""

import os
import signal
from collections import Counter

visits: Counter[str] = Counter()


def reach(name: str) -> None:
    """Die here, as by kill -9, if the environment says so. Costs one look-up otherwise."""
    wanted = os.environ.get("EXPORT_FAILPOINT")
    if wanted is None:
        return
    visits[name] += 1
    point, _, visit = wanted.partition(":")
    if point == name and visits[name] == int(visit or 1):
        os.kill(os.getpid(), signal.SIGKILL)
