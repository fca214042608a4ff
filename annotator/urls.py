"""Every address of the site. The API's stand in the apps' `api` modules, the pages' in `urls`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
