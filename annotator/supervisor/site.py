"""Our own processes, web, worker and beat, and what must be done before they start."""

import hashlib
import socket
import sys
from collections.abc import Iterable
from http.client import HTTPConnection
from pathlib import Path

from annotator.supervisor.state import State

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (only compared with)


def web(host: str, port: int) -> list[str]:
    """2 workers x 4 blocking threads: the least CPU per request of the servers and shapes measured."""
    command = [sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "annotator.wsgi:application"]
    command += ["--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    # A worker that was told to end while it still loaded the application has not heard it, and would never end.
    command += ["--workers-kill-timeout", "20"]
    return [*command, "--respawn-failed-workers", "--no-ws", "--log-level", "warning"]


def worker() -> list[str]:
    command = [sys.executable, "-P", "-m", "celery", "--quiet", "-A", "annotator", "worker", "--loglevel", "WARNING"]
    return [*command, "--without-gossip", "--without-mingle"]


def beat(state: State) -> list[str]:
    command = [sys.executable, "-P", "-m", "celery", "--quiet", "-A", "annotator", "beat", "--loglevel", "WARNING"]
    return [*command, "--pidfile=", f"--schedule={state.path / 'beat-schedule'}"]


def address(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    visible = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{visible}]:{port}" if ":" in visible else f"http://{visible}:{port}"


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"Port {port} of {host} is not free ({error.strerror}): choose another with --port."
            ) from error


def answers(host: str, port: int) -> bool:
    connection = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def allowed_hosts(host: str) -> str:
    """Return the names under which the site may be asked for: those of this machine, when it listens to others."""
    names = [*LOOPBACK[:2], "[::1]"]
    if host in EVERYWHERE:
        name = socket.gethostname()
        names += [name, socket.getfqdn(), *{str(found[4][0]) for found in _addresses_of(name)}]
    elif host not in LOOPBACK:
        names.append(f"[{host}]" if ":" in host else host)
    return ",".join(dict.fromkeys(names))


def _addresses_of(name: str) -> Iterable[tuple[object, object, object, object, tuple[str | int, ...]]]:
    try:
        return socket.getaddrinfo(name, None)  # type: ignore[return-value]
    except OSError:
        return []


def fingerprint() -> str:
    """Tell whether migrations, static files or dependencies changed since they were last prepared.

    Migrating nothing takes over a second, collecting unchanged static files three: later starts skip both.
    """
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    sources = [path for folder in ("static", "migrations") for path in ROOT.glob(f"*/{folder}/**/*") if path.is_file()]
    for path in sorted(sources):
        if path.suffix != ".pyc":
            seen = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
