"""Puts our site in the place of Django's admin site, with our own apps alone."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig

APPS = ("accounts", "labeling", "exports")


class SuperuserAdminConfig(SimpleAdminConfig):
    """Nothing is discovered: groups and e-mail addresses, which are unused here, would only confuse."""

    default_site = "annotator.admin_site.SuperuserSite"

    def ready(self) -> None:
        super().ready()
        for app in APPS:
            import_module(f"{app}.admin")
