"""The pages of the domain. The API's addresses stand in `labeling.api.urls`."""

from django.urls import path

from labeling.views import (
    guidelines,
    history,
    home,
    imports,
    invitations,
    join,
    label,
    licenses,
    members,
    project_settings,
    projects,
    questions,
    tasks,
    trail,
)

app_name = "labeling"

urlpatterns = [
    path("", home.home, name="home"),
    path("label/<slug:slug>/", label.screen, name="label"),
    path("label/<slug:slug>/assignments/<int:assignment_id>/", label.assignment, name="label_assignment"),
    path("label/<slug:slug>/next/", label.next_task, name="label_next"),
    path("label/<slug:slug>/preview/", label.preview, name="label_preview"),
    path("label/<slug:slug>/history/", history.history, name="history"),
    path("label/<slug:slug>/progress/", history.own_progress, name="own_progress"),
    path("label/<slug:slug>/guidelines/", guidelines.guidelines, name="guidelines"),
    path("label/<slug:slug>/questions/", questions.own_questions, name="own_questions"),
    path("projects/", projects.project_list, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path("projects/<slug:slug>/", projects.dashboard, name="dashboard"),
    path("projects/<slug:slug>/live/", projects.live, name="live"),
    path("projects/<slug:slug>/state/", projects.change_state, name="change_state"),
    path("projects/<slug:slug>/import/", imports.import_page, name="imports"),
    path("projects/<slug:slug>/import/<int:import_id>/", imports.import_detail, name="import"),
    path("projects/<slug:slug>/import/<int:import_id>/cancel/", imports.cancel, name="cancel_import"),
    path("projects/<slug:slug>/import/<int:import_id>/errors.csv", imports.problems_csv, name="import_problems"),
    path("projects/<slug:slug>/import/<int:import_id>/rejected/", imports.rejected_rows, name="rejected_rows"),
    path("join/<str:secret>/", join.join, name="join"),
    path("projects/<slug:slug>/invite/", invitations.invite, name="invite"),
    path("projects/<slug:slug>/invite/links/", invitations.make_link, name="make_link"),
    path("projects/<slug:slug>/invite/links/<int:invitation_id>/revoke/", invitations.revoke_link, name="revoke_link"),
    path("projects/<slug:slug>/invite/look/", invitations.look_at_list, name="look_at_list"),
    path("projects/<slug:slug>/invite/list/", invitations.invite_list, name="invite_list"),
    path("projects/<slug:slug>/members/", members.member_list, name="members"),
    path("projects/<slug:slug>/members/<str:username>/place/", members.change_place, name="change_place"),
    path("projects/<slug:slug>/members/<str:username>/remove/", members.remove, name="remove_member"),
    path("projects/<slug:slug>/members/<str:username>/exclusion/", members.exclude, name="exclude_labeler"),
    path("projects/<slug:slug>/members/<str:username>/erasure/", members.erase, name="erase_labeler"),
    path("projects/<slug:slug>/questions/", questions.question_list, name="questions"),
    path("projects/<slug:slug>/questions/<int:question_id>/", questions.answer, name="answer"),
    path("projects/<slug:slug>/tasks/", tasks.task_list, name="tasks"),
    path("projects/<slug:slug>/tasks/<int:task_id>/", tasks.task_detail, name="task"),
    path("projects/<slug:slug>/tasks/<int:task_id>/change/", tasks.change, name="change_task"),
    path("projects/<slug:slug>/tasks/<int:task_id>/marks/", tasks.mark, name="mark_task"),
    path(
        "projects/<slug:slug>/tasks/<int:task_id>/submissions/<int:submission_id>/review/", tasks.review, name="review"
    ),
    path("projects/<slug:slug>/trail/", trail.trail, name="trail"),
    path("projects/<slug:slug>/licenses/", licenses.licenses, name="licenses"),
    path("projects/<slug:slug>/settings/", project_settings.edit, name="settings"),
    path("projects/<slug:slug>/settings/<slug:section>/", project_settings.edit, name="settings_section"),
]
