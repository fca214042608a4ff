"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OurStaticFilesConfig(StaticFilesConfig):
    """Leaves out htmx's extensions: we use none, and one of them imports a module by a name that no file has."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
