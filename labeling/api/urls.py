"""The addresses of the API under /api/; those of exports stand in `exports.api_urls`."""

from django.urls import path

from labeling.api import (
    adaptive,
    assignments,
    figures,
    imports,
    licenses,
    members,
    projects,
    questions,
    reviews,
    tasks,
)

urlpatterns = [
    path("projects/", projects.Projects.as_view()),
    path("projects/<slug:slug>/", projects.OneProject.as_view()),
    path("projects/<slug:slug>/adaptive-overlap/", adaptive.AdaptiveOverlap.as_view()),
    path("projects/<slug:slug>/members/", members.Members.as_view()),
    path("projects/<slug:slug>/members/<str:username>/", members.OneMember.as_view()),
    path("projects/<slug:slug>/licenses/", licenses.Licenses.as_view()),
    path("projects/<slug:slug>/assignments/", assignments.Claims.as_view()),
    path("projects/<slug:slug>/history/", assignments.History.as_view()),
    path("projects/<slug:slug>/questions/", questions.Questions.as_view()),
    path("projects/<slug:slug>/tasks/", tasks.Tasks.as_view()),
    path("projects/<slug:slug>/progress/", projects.OneProgress.as_view()),
    path("projects/<slug:slug>/agreement/", figures.OneAgreement.as_view()),
    path("projects/<slug:slug>/labelers/", figures.Labelers.as_view()),
    path("projects/<slug:slug>/review/", reviews.Reviews.as_view()),
    path("projects/<slug:slug>/review/policy/", reviews.ReviewPolicy.as_view()),
    path("assignments/<int:assignment_id>/review/", reviews.OneReview.as_view()),
    path("projects/<slug:slug>/imports/", imports.ProjectImports.as_view()),
    path("imports/<int:import_id>/", imports.ImportDetail.as_view()),
    path("imports/<int:import_id>/errors/", imports.ImportErrors.as_view(), name="api-import-errors"),
    path("imports/<int:import_id>/rejected/", imports.ImportRejected.as_view(), name="api-import-rejected"),
    path("assignments/<int:assignment_id>/", assignments.OneAssignment.as_view()),
    path("assignments/<int:assignment_id>/opened/", assignments.Opened.as_view()),
    path("assignments/<int:assignment_id>/draft/", assignments.OneDraft.as_view()),
    path("assignments/<int:assignment_id>/submissions/<str:client_id>/", assignments.OneSubmission.as_view()),
    path("assignments/<int:assignment_id>/questions/<str:client_id>/", questions.OneAsked.as_view()),
    path("assignments/<int:assignment_id>/skip/", assignments.OneSkip.as_view()),
    path("assignments/<int:assignment_id>/lease/", assignments.OneLease.as_view()),
    path("questions/<int:question_id>/answer/", questions.OneAnswer.as_view()),
    path("tasks/<int:task_id>/", tasks.OneTask.as_view()),
]
