"""A child of the supervisor ends with it, at whatever moment that dies."""

import os
import signal
import subprocess
import sys
import textwrap

from annotator.supervisor import site

# A supervisor that is killed after it forked, before its child asked to be told of such a death.
KILLED_IN_THE_FORK = """
    import ctypes, os, signal, sys
    from annotator.supervisor import processes

    def prctl(*words):
        parent = os.getppid()
        os.kill(parent, signal.SIGKILL)
        while os.getppid() == parent:
            pass
        return genuine.prctl(*words)

    genuine = ctypes.CDLL(None)
    ctypes.CDLL = lambda name: type("Libc", (), {"prctl": staticmethod(prctl)})
    processes.start([sys.executable, "-c", "print('started')"])
"""


def test_child_of_a_supervisor_killed_in_the_fork_does_not_start() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED_IN_THE_FORK)],
        env={**os.environ, "PYTHONPATH": str(site.ROOT)},
        # The child writes there too: it is read to its end, that is until both have ended.
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert ended.stderr == ""
