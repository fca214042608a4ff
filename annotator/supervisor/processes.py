"""Child processes that never outlive their purpose."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from annotator.supervisor.account import Account

PR_SET_PDEATHSIG = 1  # linux/prctl.h
# Every process of a state carries the state's path under this name, its own children too.
MARK = "ANNOTATOR_STATE"


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    inherit: Sequence[int] = (),
    cwd: Path | str | None = None,
    log: IO[bytes] | int | None = None,
    parting: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; the kernel sends it `parting` when we die, however we die.

    Standard output belongs to the named result of a command: a child's output goes to `log`, or to standard error.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def before_exec() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, parting)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return subprocess.Popen(
        [str(word) for word in command],
        env=env,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        pass_fds=inherit,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log if log is not None else sys.stderr.fileno(),
        stderr=log if log is not None else sys.stderr.fileno(),
        start_new_session=True,
        preexec_fn=before_exec,  # noqa: PLW1509 (we have one thread)
    )


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals, patience: float) -> None:
    """Ask `process` to end, wait, and kill what is left of its session."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    kill_session(process)


def kill_session(process: subprocess.Popen[bytes]) -> None:
    """Kill the process with all its children; those of a dead process too."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # nobody is left; macOS says so by PermissionError
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Poll `condition` until it holds; False when it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def end_leftovers(state: Path, *, cwd: Path, patience: float, by: signal.Signals) -> None:
    """End what a killed supervisor left behind: processes that carry our mark or work in the folder `cwd`."""

    def remaining() -> list[int]:
        return list(_leftovers(state, cwd))

    _signal_all(remaining(), by)
    if not wait_until(lambda: not remaining(), seconds=patience):
        _signal_all(remaining(), signal.SIGKILL)
        wait_until(lambda: not remaining(), seconds=5)


def _leftovers(state: Path, cwd: Path) -> Iterator[int]:
    """Without /proc (macOS) nothing is found: there the servers' own locks have to do."""
    mark = os.fsencode(f"{MARK}={state}")
    for entry in Path("/proc").glob("[0-9]*"):
        if int(entry.name) == os.getpid():
            continue
        try:
            # PostgreSQL overwrites its environment with its title, but always works in its data folder.
            is_ours = (entry / "cwd").samefile(cwd) if cwd.exists() else False
            is_ours = is_ours or mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile, is a zombie, or is not ours to see
        if is_ours:
            yield int(entry.name)


def _signal_all(numbers: Sequence[int], by: signal.Signals) -> None:
    for number in numbers:
        try:
            os.kill(number, by)
        except ProcessLookupError:
            pass
