"""What can go wrong with the files of an export, beyond accounts.errors."""

from accounts.errors import Unavailable


class StorageFailed(Unavailable):
    """It does not answer, refuses, or is not set up any more."""

    code = "storage_failed"
