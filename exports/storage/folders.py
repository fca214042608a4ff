"""Where datasets lie: MEDIA_ROOT/exports/ID when complete, MEDIA_ROOT/exports/.building/ before and after."""

import shutil
import uuid
from pathlib import Path

from django.conf import settings


def folder_of(export_id: int) -> Path:
    return Path(settings.MEDIA_ROOT, "exports", str(export_id))


def building_folder() -> Path:
    return Path(settings.MEDIA_ROOT, "exports", ".building")


def new_attempt(export_id: int, fence: int) -> Path:
    """An empty folder for this attempt; what earlier ones left is removed, nobody can publish it any more."""
    forget_attempts(export_id)
    folder = building_folder() / f"{export_id}-{fence}"
    folder.mkdir(parents=True)
    return folder


def forget_attempts(export_id: int) -> None:
    for left in building_folder().glob(f"{export_id}-*"):
        shutil.rmtree(left, ignore_errors=True)


def set_aside(export_id: int) -> None:
    """Take a published folder out of sight in one step, whatever its size; the next sweep deletes it."""
    building_folder().mkdir(parents=True, exist_ok=True)
    try:
        folder_of(export_id).rename(building_folder() / f"{export_id}-gone-{uuid.uuid4().hex[:8]}")
    except FileNotFoundError:
        return
