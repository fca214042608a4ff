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
    log: IO[bytes] | None = None,
    stdout: int | None = None,
    parting: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; the kernel sends it `parting` when we die, however we die.

    Standard output belongs to the named result of a command: a child's output goes to `log`, or to standard error.
    """
    output = log.fileno() if log else sys.stderr.fileno()
    return subprocess.Popen(
        [str(word) for word in command],
        env=env,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        pass_fds=inherit,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output if stdout is None else stdout,
        stderr=output,
        start_new_session=True,
        preexec_fn=_before_exec(parting),  # noqa: PLW1509 (we have one thread)
    )


def _before_exec(parting: signal.Signals) -> Callable[[], None]:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    parent = os.getpid()

    def prepare() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, parting)
            # A parent that died between the fork and that call sends nothing any more.
            if os.getppid() != parent:
                os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return prepare


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


def end_all(find: Callable[[], list[int]], *, by: signal.Signals, patience: float) -> None:
    """End what a killed supervisor left behind: ask by a signal, and kill those who stay."""
    _signal_all(find(), by)
    if not wait_until(lambda: not find(), seconds=patience):
        _signal_all(find(), signal.SIGKILL)
        wait_until(lambda: not find(), seconds=5)


def marked(state: Path) -> list[int]:
    """Return the processes that carry the mark of `state`. Without /proc (macOS) none are found."""
    mark = os.fsencode(f"{MARK}={state}")
    return [number for number, entry in _others() if mark in _read(entry / "environ").split(b"\0")]


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working folder is `folder`: that of a database server, always."""
    if not folder.exists():
        return []
    return [number for number, entry in _others() if _is_same(entry / "cwd", folder)]


def command_line(number: int) -> list[str]:
    """Return the words with which the process was started; none when it has ended."""
    return [os.fsdecode(word) for word in _read(Path("/proc", str(number), "cmdline")).split(b"\0") if word]


def _others() -> Iterator[tuple[int, Path]]:
    for entry in Path("/proc").glob("[0-9]*"):
        if int(entry.name) != os.getpid():
            yield int(entry.name), entry


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile, or is not ours to see
        return b""


def _is_same(link: Path, folder: Path) -> bool:
    try:
        return link.samefile(folder)
    except OSError:
        return False


def _signal_all(numbers: Sequence[int], by: signal.Signals) -> None:
    for number in numbers:
        try:
            os.kill(number, by)
        except ProcessLookupError:
            pass
