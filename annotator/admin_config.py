"""Puts our site in the place of Django's admin site."""

from django.contrib.admin.apps import AdminConfig


class SuperuserAdminConfig(AdminConfig):
    default_site = "annotator.admin_site.SuperuserSite"
