"""Every address of the site. The API's stand in the apps' `api` modules, the pages' in `urls`."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.views.language import choose_language
from annotator import health


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look on pages that name no icon, such as the administration's."""
    return redirect(static("annotator/favicon.svg"))


urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", choose_language, name="set_language"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
    path("api/", include("labeling.api.urls")),
    path("api/", include("exports.api.urls")),
    path("", include("accounts.urls")),
    path("", include("labeling.urls")),
    path("", include("exports.urls")),
]

handler400 = "annotator.error_pages.bad_request"
handler403 = "annotator.error_pages.forbidden"
handler404 = "annotator.error_pages.not_found"
handler429 = "annotator.error_pages.too_many_requests"
handler500 = "annotator.error_pages.server_error"
