"""The administration at /admin/: for superusers, behind the one sign-in page of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from accounts.models import User


class SuperuserSite(AdminSite):
    """Signs nobody in by itself: a second sign-in page would be a second thing to throttle."""

    site_title = site_header = "Annotator"
    index_title = "Administration"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user: User | AnonymousUser = request.user
        return user.is_active and user.is_superuser

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)  # type: ignore[no-any-return]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the admin's own password pages: /account/password/ is throttled and tells the trail."""
        return [url for url in super().get_urls() if not str(getattr(url, "name", "")).startswith("password_change")]
