"""What a manager is told when a dataset could not be written: what to do, not a number of the system's."""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
TOO_LARGE = {errno.EFBIG}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.ENOENT}


def why_not_written(error: OSError) -> str:
    """Plain words: they are stored, and read in whatever language."""
    if error.errno in FULL:
        return "The disk of the datasets is full. What was written is removed; make room, then build it again."
    if error.errno in TOO_LARGE:
        return "A file of the dataset became larger than the system allows. What was written is removed."
    if error.errno in CLOSED:
        return "The folder of the datasets cannot be written. An operator can mend it; then build it again."
    return f"It stopped at an error: {type(error).__name__}. The worker's log has the rest."
