"""The permission matrix: see test_permission_matrix.py. One line per route and method."""

from typing import Any

# method route | anonymous stranger labeler reviewer manager, and a token for exports under /api/
TABLE = """
GET    /livez                                                                          200 200 200 200 200
GET    /readyz                                                                         200 200 200 200 200
GET    /robots.txt                                                                     200 200 200 200 200
GET    /favicon.ico                                                                    302 302 302 302 302
POST   /i18n/setlang/                                                                  302 302 302 302 302
GET    /api/schema/                                                                    200 200 200 200 200
GET    /api/docs/                                                                      200 200 200 200 200
GET    /sign-in/                                                                       200 302 302 302 302
POST   /sign-in/                                                                       200 302 302 302 302
GET    /sign-in/inactive/                                                              200 200 200 200 200
GET    /sign-in/link/<str:secret>/                                                     200 200 200 200 200
POST   /sign-in/link/<str:secret>/                                                     302 302 302 302 302
GET    /sign-out/                                                                      302 200 200 200 200
POST   /sign-out/                                                                      302 302 302 302 302
GET    /account/                                                                       302 200 200 200 200
POST   /account/                                                                       302 200 200 200 200
GET    /account/password/                                                              302 200 200 200 200
POST   /account/password/                                                              302 200 200 200 200
POST   /account/preferences/                                                           204 204 204 204 204
GET    /account/tokens/                                                                302 200 200 200 200
POST   /account/tokens/                                                                302 200 200 200 200
POST   /account/tokens/<int:token_id>/revoke/                                          302 404 302 404 404
GET    /api/projects/                                                                  401 200 200 200 200 403
POST   /api/projects/                                                                  401 403 403 403 403 403
GET    /api/projects/<slug:slug>/                                                      401 404 200 200 200 403
PATCH  /api/projects/<slug:slug>/                                                      401 404 403 403 200 403
GET    /api/projects/<slug:slug>/members/                                              401 404 403 403 200 403
PUT    /api/projects/<slug:slug>/members/<str:username>/                               401 404 403 403 400 403
DELETE /api/projects/<slug:slug>/members/<str:username>/                               401 404 403 403 204 403
GET    /api/projects/<slug:slug>/members/<str:username>/caps/                          401 404 403 403 200 403
PUT    /api/projects/<slug:slug>/members/<str:username>/caps/                          401 404 403 403 400 403
GET    /api/projects/<slug:slug>/invitations/                                          401 404 403 403 200 403
POST   /api/projects/<slug:slug>/invitations/                                          401 404 403 403 400 403
DELETE /api/projects/<slug:slug>/invitations/<int:invitation_id>/                      401 404 403 403 204 403
GET    /api/projects/<slug:slug>/adaptive-overlap/                                     401 404 403 403 200 403
PUT    /api/projects/<slug:slug>/adaptive-overlap/                                     401 404 403 403 400 403
GET    /api/projects/<slug:slug>/licenses/                                             401 404 403 403 200 403
PATCH  /api/projects/<slug:slug>/licenses/                                             401 404 403 403 400 403
POST   /api/projects/<slug:slug>/assignments/                                          401 404 200 201 201 403
GET    /api/projects/<slug:slug>/history/                                              401 404 200 200 200 403
GET    /api/projects/<slug:slug>/questions/                                           401 404 403 200 200 403
GET    /api/projects/<slug:slug>/tasks/                                                401 404 403 200 200 403
GET    /api/projects/<slug:slug>/review/                                               401 404 403 200 200 403
GET    /api/projects/<slug:slug>/review/policy/                                        401 404 403 403 200 403
PATCH  /api/projects/<slug:slug>/review/policy/                                        401 404 403 403 200 403
PUT    /api/assignments/<int:assignment_id>/review/                                    401 404 404 404 404 403
DELETE /api/assignments/<int:assignment_id>/review/                                    401 404 404 404 404 403
GET    /api/projects/<slug:slug>/progress/                                             401 404 403 403 200 403
GET    /api/projects/<slug:slug>/agreement/                                            401 404 403 403 200 403
GET    /api/projects/<slug:slug>/labelers/                                             401 404 403 403 200 403
POST   /api/projects/<slug:slug>/imports/                                              401 404 403 403 202 403
GET    /api/imports/<int:import_id>/                                                   401 404 404 404 200 403
DELETE /api/imports/<int:import_id>/                                                   401 404 404 404 409 403
GET    /api/imports/<int:import_id>/errors/                                            401 404 404 404 200 403
GET    /api/imports/<int:import_id>/rejected/                                          401 404 404 404 404 403
GET    /api/assignments/<int:assignment_id>/                                           401 404 200 404 404 403
PUT    /api/assignments/<int:assignment_id>/opened/                                    401 404 200 404 404 403
PUT    /api/assignments/<int:assignment_id>/draft/                                     401 404 400 404 404 403
PUT    /api/assignments/<int:assignment_id>/submissions/<str:client_id>/               401 404 400 404 404 403
PUT    /api/assignments/<int:assignment_id>/questions/<str:client_id>/                401 404 400 404 404 403
PUT    /api/assignments/<int:assignment_id>/skip/                                      401 404 400 404 404 403
DELETE /api/assignments/<int:assignment_id>/lease/                                     401 404 204 404 404 403
GET    /api/tasks/<int:task_id>/                                                       401 404 404 200 200 403
PUT    /api/questions/<int:question_id>/answer/                                       401 404 404 400 400 403
GET    /                                                                               302 200 200 200 200
GET    /label/<slug:slug>/                                                             302 404 200 200 200
GET    /label/<slug:slug>/assignments/<int:assignment_id>/                             401 404 200 404 404
GET    /label/<slug:slug>/assignments/<int:assignment_id>/explanation/                 401 404 204 404 404
POST   /label/<slug:slug>/next/                                                        401 404 400 400 400
POST   /label/<slug:slug>/preview/                                                     401 404 200 200 200
GET    /label/<slug:slug>/history/                                                     302 404 200 200 200
GET    /label/<slug:slug>/guidelines/                                                 401 404 400 400 400
POST   /label/<slug:slug>/guidelines/                                                 401 404 400 400 400
GET    /label/<slug:slug>/questions/                                                  401 404 200 200 200
POST   /label/<slug:slug>/questions/                                                  401 404 400 400 400
GET    /label/<slug:slug>/progress/                                                    401 404 200 200 200
GET    /projects/                                                                      302 200 403 403 200
GET    /projects/new/                                                                  302 403 403 403 403
POST   /projects/new/                                                                  302 403 403 403 403
GET    /projects/new/preview/                                                          302 403 403 403 403
POST   /projects/new/preview/                                                          302 403 403 403 403
POST   /projects/new/rendered/                                                         302 403 403 403 403
GET    /projects/<slug:slug>/                                                          302 404 403 302 200
GET    /projects/<slug:slug>/live/                                                     302 404 403 403 200
POST   /projects/<slug:slug>/state/                                                    302 404 403 403 302
GET    /projects/<slug:slug>/import/                                                   302 404 403 403 200
POST   /projects/<slug:slug>/import/                                                   302 404 403 403 200
GET    /projects/<slug:slug>/import/<int:import_id>/                                   302 404 404 404 200
POST   /projects/<slug:slug>/import/<int:import_id>/confirm/                           302 404 404 404 302
POST   /projects/<slug:slug>/import/<int:import_id>/recheck/                           302 404 404 404 302
GET    /projects/<slug:slug>/import/<int:import_id>/sample/                            302 404 404 404 200
POST   /projects/<slug:slug>/import/<int:import_id>/cancel/                            302 404 404 404 302
GET    /projects/<slug:slug>/import/<int:import_id>/errors.csv                         302 404 404 404 200
GET    /projects/<slug:slug>/import/<int:import_id>/rejected/                          302 404 404 404 404
GET    /projects/<slug:slug>/judgments/                                                302 404 403 403 200
GET    /projects/<slug:slug>/members/                                                  302 404 403 403 200
GET    /join/<str:secret>/                                                             404 404 404 404 404
POST   /join/<str:secret>/                                                             404 404 404 404 404
GET    /projects/<slug:slug>/invite/                                                   302 404 403 403 200
POST   /projects/<slug:slug>/invite/links/                                             302 404 403 403 400
POST   /projects/<slug:slug>/invite/links/<int:invitation_id>/revoke/                  302 404 403 403 302
POST   /projects/<slug:slug>/invite/look/                                              302 404 403 403 400
POST   /projects/<slug:slug>/invite/list/                                              302 404 403 403 400
GET    /projects/<slug:slug>/hours.csv                                                  302 404 403 403 302
POST   /projects/<slug:slug>/terms/                                                     302 404 403 403 302
GET    /projects/<slug:slug>/members/<str:username>/                                    302 404 403 403 200
POST   /projects/<slug:slug>/members/<str:username>/place/                              302 404 403 403 400
POST   /projects/<slug:slug>/members/<str:username>/caps/                               302 404 403 403 302
POST   /projects/<slug:slug>/members/<str:username>/pause/                              302 404 403 403 302
POST   /projects/<slug:slug>/members/<str:username>/resume/                             302 404 403 403 302
POST   /projects/<slug:slug>/members/<str:username>/note/                               302 404 403 403 302
POST   /projects/<slug:slug>/members/<str:username>/remove/                            302 404 403 403 302
GET    /projects/<slug:slug>/members/<str:username>/exclusion/                          302 404 403 403 200
POST   /projects/<slug:slug>/members/<str:username>/exclusion/                          302 404 403 403 400
GET    /projects/<slug:slug>/members/<str:username>/settlement/                         302 404 403 403 200
POST   /projects/<slug:slug>/members/<str:username>/erasure/                           302 404 403 403 302
GET    /projects/<slug:slug>/review/                                                   302 404 403 200 200
POST   /projects/<slug:slug>/review/next/                                              302 404 403 302 302
GET    /projects/<slug:slug>/review/<int:submission_id>/                               302 404 403 200 200
POST   /projects/<slug:slug>/review/<int:submission_id>/verdict/                       302 404 403 200 200
POST   /projects/<slug:slug>/review/<int:submission_id>/withdraw/                      302 404 403 200 200
POST   /projects/<slug:slug>/review/<int:submission_id>/settle/                        302 404 403 302 302
GET    /projects/<slug:slug>/tasks/                                                    302 404 403 200 200
GET    /projects/<slug:slug>/tasks/count/                                              302 404 403 200 200
POST   /projects/<slug:slug>/tasks/changes/                                            302 404 403 403 302
GET    /projects/<slug:slug>/tasks/changes/<int:change_id>/                            302 404 403 403 200
POST   /projects/<slug:slug>/tasks/changes/<int:change_id>/undo/                       302 404 403 403 302
POST   /projects/<slug:slug>/tasks/changes/<int:change_id>/stop/                       302 404 403 403 302
GET    /projects/<slug:slug>/questions/                                               302 404 403 200 200
POST   /projects/<slug:slug>/questions/<int:question_id>/                             302 404 403 200 200
GET    /projects/<slug:slug>/tasks/<int:task_id>/                                      302 404 403 200 200
POST   /projects/<slug:slug>/tasks/<int:task_id>/change/                               302 404 403 403 302
POST   /projects/<slug:slug>/tasks/<int:task_id>/marks/                                302 404 403 403 302
POST   /projects/<slug:slug>/tasks/<int:task_id>/submissions/<int:submission_id>/review/ 302 404 404 302 302
GET    /projects/<slug:slug>/trail/                                                    302 404 403 403 200
GET    /projects/<slug:slug>/tasks/<int:task_id>/key/                                  302 404 403 403 200
POST   /projects/<slug:slug>/tasks/<int:task_id>/key/                                  302 404 403 403 200
POST   /projects/<slug:slug>/tasks/<int:task_id>/gold/                                 302 404 403 403 302
GET    /projects/<slug:slug>/quality/                                                  302 404 403 403 200
GET    /projects/<slug:slug>/quality/gold/                                             302 404 403 403 200
POST   /projects/<slug:slug>/quality/gold/                                             302 404 403 403 302
POST   /projects/<slug:slug>/quality/gold/<str:username>/                              302 404 403 403 302
GET    /projects/<slug:slug>/quality/qualification/                                    302 404 403 403 200
POST   /projects/<slug:slug>/quality/qualification/                                    302 404 403 403 200
POST   /projects/<slug:slug>/quality/qualification/lift/                               302 404 403 403 302
POST   /projects/<slug:slug>/quality/qualification/<str:username>/ruling/              302 404 403 403 302
GET    /projects/<slug:slug>/grading/                                                  302 404 403 200 200
POST   /projects/<slug:slug>/grading/<int:submission_id>/                              302 404 403 404 404
GET    /projects/<slug:slug>/preview/                                                  302 404 403 403 200
POST   /projects/<slug:slug>/preview/                                                  302 404 403 403 200
GET    /projects/<slug:slug>/settings/                                                 302 404 403 403 200
POST   /projects/<slug:slug>/settings/                                                 302 404 403 403 200
GET    /projects/<slug:slug>/settings/<slug:section>/                                  302 404 403 403 200
POST   /projects/<slug:slug>/settings/<slug:section>/                                  302 404 403 403 200
GET    /api/projects/<slug:slug>/exports/                                              401 404 403 403 200 200
POST   /api/projects/<slug:slug>/exports/                                              401 404 403 403 202 403
POST   /api/projects/<slug:slug>/exports/preview/                                      401 404 403 403 200 403
GET    /api/exports/<int:export_id>/                                                   401 404 404 404 200 200
DELETE /api/exports/<int:export_id>/                                                   401 404 404 404 204 403
GET    /api/exports/<int:export_id>/files/<path:path>                                  401 404 404 404 409 409
GET    /api/exports/<int:export_id>/archive/                                           401 404 404 404 409 409
POST   /api/exports/<int:export_id>/differences/                                       401 404 404 404 400 403
GET    /api/exports/<int:export_id>/differences/<int:earlier_id>/                      401 404 404 404 404 404
GET    /projects/<slug:slug>/exports/<int:export_id>/differences/                      302 404 403 403 200
POST   /projects/<slug:slug>/exports/<int:export_id>/differences/                      302 404 403 403 404
GET    /projects/<slug:slug>/exports/<int:export_id>/differences/<int:earlier_id>/     302 404 403 403 404
GET    /projects/<slug:slug>/exports/                                                  302 404 403 403 200
GET    /projects/<slug:slug>/exports/holding/<str:username>/                            302 404 403 403 200
GET    /projects/<slug:slug>/exports/new/                                              302 404 403 403 200
POST   /projects/<slug:slug>/exports/new/                                              302 404 403 403 200
POST   /projects/<slug:slug>/exports/preview/                                          302 404 403 403 200
GET    /projects/<slug:slug>/exports/latest/                                           302 404 403 403 200
GET    /projects/<slug:slug>/exports/<int:export_id>/                                  302 404 403 403 200
POST   /projects/<slug:slug>/exports/<int:export_id>/cancel/                           302 404 403 403 302
POST   /projects/<slug:slug>/exports/<int:export_id>/delete/                           302 404 403 403 302
"""

# What is sent where nothing would not do.
BODIES: dict[tuple[str, str], dict[str, Any]] = {}
