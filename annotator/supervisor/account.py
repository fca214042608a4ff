"""Whom the database servers run as. PostgreSQL refuses to run as root, so root lends it another account."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "annotator"


@dataclass(frozen=True)
class Account:
    """A system user that a child process becomes."""

    uid: int
    gid: int


def of_servers(folder: Path) -> Account | None:
    """Return the account for servers whose files stand in `folder`; None is: our own.

    Files that exist already decide, so that a state goes on under the account it began with.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _own_system_user() or _named("nobody")


def _own_system_user() -> Account | None:
    if found := _named(NAME):
        return found
    if useradd := shutil.which("useradd"):
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
        # Two first starts at once: one of them fails here, and finds the other's user below.
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return _named(NAME)


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid else None
