"""The pages of exports."""

from django.urls import path

from exports.views import builder as builder_views
from exports.views import differences as differences_views
from exports.views import exports as views
from exports.views import holding as holding_views

app_name = "exports"

urlpatterns = [
    path("projects/<slug:slug>/exports/", views.export_list, name="list"),
    path("projects/<slug:slug>/exports/new/", builder_views.build, name="new"),
    path("projects/<slug:slug>/exports/preview/", builder_views.preview, name="preview"),
    path("projects/<slug:slug>/exports/latest/", views.latest, name="latest"),
    path("projects/<slug:slug>/exports/holding/<str:username>/", holding_views.holding_work, name="holding"),
    path("projects/<slug:slug>/exports/<int:export_id>/", views.export_detail, name="export"),
    path("projects/<slug:slug>/exports/<int:export_id>/differences/", differences_views.choose, name="compare"),
    path(
        "projects/<slug:slug>/exports/<int:export_id>/differences/<int:earlier_id>/",
        differences_views.difference,
        name="difference",
    ),
    path("projects/<slug:slug>/exports/<int:export_id>/cancel/", views.cancel, name="cancel"),
    path("projects/<slug:slug>/exports/<int:export_id>/delete/", views.delete, name="delete"),
]
