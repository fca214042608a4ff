"""The administration's view of the domain: to look at. Projects have pages, judgments are never changed."""

from django.contrib import admin

from accounts.admin import ReadOnly
from labeling.models import Import, Membership, Project


@admin.register(Project)
class ProjectAdmin(ReadOnly):
    list_display = ("slug", "name", "kind", "state", "created_by", "created_at")
    list_select_related = ("created_by",)
    list_filter = ("kind", "state")
    search_fields = ("slug", "name")
    ordering = ("-id",)
    fields = (
        "slug", "name", "kind", "preset", "state", "overlap", "splits", "split_seed", "lease_minutes",
        "created_by", "created_at",
    )  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("project", "user", "role", "joined_at", "removed_at")
    list_select_related = ("project", "user")
    list_filter = ("role",)
    search_fields = ("project__slug", "user__username")
    ordering = ("-id",)
    fields = (*list_display, "group")


@admin.register(Import)
class ImportAdmin(ReadOnly):
    list_display = ("id", "project", "state", "file_name", "rows", "created", "rejected", "created_at")
    list_select_related = ("project",)
    list_filter = ("state",)
    ordering = ("-id",)
    fields = (
        "project", "state", "progress", "file_name", "bytes", "rows", "created", "unchanged", "rejected",
        "error", "attempts", "fence", "lease_until", "created_by", "created_at", "started_at", "finished_at",
    )  # fmt: skip
