"""The administration of people, for superusers. No secret and no digest is shown; the trail is for reading."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import trail
from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.actions.revoke_token import revoke_token
from accounts.models import ApiToken, Event, User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnly(ModelAdmin):
    """To look at: rows that only actions write, or that nothing may change."""

    list_per_page = 50
    show_full_result_count = False
    actions: Any = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    """People are switched off, never deleted: their judgments keep their name. `create_user` makes new ones."""

    list_display = ("username", "display_name", "is_active", "can_create_projects", "is_superuser", "last_login")
    list_filter = ("is_active", "can_create_projects", "is_superuser")
    search_fields = ("username", "display_name")
    ordering = ("username",)
    fields = (
        "username", "display_name", "is_active", "can_create_projects", "is_superuser", "is_staff",
        "date_joined", "last_login",
    )  # fmt: skip
    readonly_fields = ("username", "is_staff", "date_joined", "last_login")
    actions = ("show_sign_in_link",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = obj.is_superuser
        by = request.user if isinstance(request.user, User) else None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            changed = {name: getattr(obj, name) for name in form.changed_data}
            trail.record("changed_user", by=by, now=timezone.now(), subject=f"user:{obj.pk}", **changed)

    @admin.action(description="Make a one-time sign-in link")
    def show_sign_in_link(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        by = request.user if isinstance(request.user, User) else None
        for user in chosen.filter(is_active=True):
            link = make_sign_in_link(user=user, by=by, now=timezone.now())
            self.message_user(request, f"{user.username}: {link}", messages.SUCCESS)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    list_display = ("user", "name", "exports_of", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "name")
    ordering = ("-id",)
    fields = list_display
    actions = ("revoke",)

    @admin.action(description="Revoke")
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        by = request.user if isinstance(request.user, User) else None
        for token in chosen:
            revoke_token(token=token, by=by, now=timezone.now())
        self.message_user(request, _("Revoked."), messages.SUCCESS)


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("created_at", "actor", "verb", "subject", "project_id")
    list_select_related = ("actor",)
    list_filter = ("verb",)
    search_fields = ("=subject",)
    ordering = ("-id",)
    fields = (*list_display, "details")
