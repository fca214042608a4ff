"""The addresses of exports under /api/."""

from django.urls import path

from exports.api import differences as differences_api
from exports.api import exports as api
from exports.api import previews as preview_api

urlpatterns = [
    path("projects/<slug:slug>/exports/", api.ProjectExports.as_view()),
    path("projects/<slug:slug>/exports/preview/", preview_api.ProjectPreview.as_view()),
    path("exports/<int:export_id>/", api.OneExport.as_view()),
    path("exports/<int:export_id>/files/<path:path>", api.ExportFile.as_view()),
    path("exports/<int:export_id>/archive/", api.ExportArchive.as_view()),
    path("exports/<int:export_id>/differences/", differences_api.Differences.as_view()),
    path("exports/<int:export_id>/differences/<int:earlier_id>/", differences_api.OneDifference.as_view()),
]
