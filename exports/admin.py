"""The administration's view of exports: to look at."""

from django.contrib import admin

from accounts.admin import ReadOnly
from exports.models import Export


@admin.register(Export)
class ExportAdmin(ReadOnly):
    list_display = ("id", "project", "state", "progress", "content_hash", "created_by", "created_at")
    list_select_related = ("project", "created_by")
    list_filter = ("state",)
    ordering = ("-id",)
    fields = (
        "project", "state", "progress", "recipe", "boundary", "counts", "dropped", "content_hash", "error",
        "attempts", "fence", "lease_until", "created_by", "created_at", "started_at", "finished_at",
    )  # fmt: skip
