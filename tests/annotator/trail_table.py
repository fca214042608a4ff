"""What each address that writes leaves in the trail: see test_every_change_in_the_trail.py.

DEEDS: a request that comes through, by whom, and the verbs of its lines. QUIET: those that leave none, and why.
"""

from dataclasses import dataclass, field
from typing import Any

API, SITE = "api/", "projects/<slug:slug>/"
PROJECT = API + SITE
HELD, TASK = API + "assignments/<int:assignment_id>/", SITE + "tasks/<int:task_id>/"
MEMBER, EXPORT = SITE + "members/<str:username>/", SITE + "exports/<int:export_id>/"


@dataclass(frozen=True)
class Deed:
    method: str
    route: str
    verbs: tuple[str, ...]
    body: Any = field(default_factory=dict)
    who: str = "manager"
    # The name of a function in test_every_change_in_the_trail.py, which makes ready and returns values and body.
    ready: str = ""


def post(route: str, verb: str, body: Any = None, **options: Any) -> Deed:
    return Deed("POST", route, tuple(verb.split()), body or {}, **options)


def put(route: str, verb: str, body: Any = None, **options: Any) -> Deed:
    return Deed("PUT", route, tuple(verb.split()), body or {}, **options)


def delete(route: str, verb: str, **options: Any) -> Deed:
    return Deed("DELETE", route, tuple(verb.split()), **options)


def patch(route: str, verb: str, body: Any) -> Deed:
    return Deed("PATCH", route, (verb,), body)


DEEDS = [
    post("sign-in/", "signed_in", who="anonymous", ready="password"),
    post("sign-in/link/<str:secret>/", "signed_in_by_link", who="anonymous"),
    post("account/", "changed_profile", {"display_name": "Maya M."}),
    post("account/password/", "changed_password", ready="password"),
    post("account/tokens/", "created_token", {"name": "nightly"}),
    post("account/tokens/<int:token_id>/revoke/", "revoked_token", who="labeler"),
    # Projects
    post(API + "projects/", "project.created", {"slug": "x", "name": "X", "kind": "ranking"}, ready="creator"),
    post("projects/new/", "project.created", {"name": "Poems", "slug": "poems", "preset": "ranking", "overlap": "1",
                                              "questions_shown": "yes", "ties": "on"}, ready="creator"),
    patch(PROJECT, "project.changed", {"name": "X"}),
    put(PROJECT + "adaptive-overlap/", "project.changed", {"adaptive": {"start": 4}}),
    patch(PROJECT + "licenses/", "policy.licensed", {"licenses": {"policy-0": "MIT"}}),
    patch(PROJECT + "review/policy/", "project.changed", {"first": 1}),
    post(SITE + "state/", "project.changed", {"state": "paused"}),
    post(SITE + "terms/", "project.terms_set", {"daily_cap": "50"}),
    post(SITE + "settings/", "project.changed", {"name": "X", "lease_minutes": "30"}),
    post(SITE + "settings/<slug:section>/", "project.changed", {"name": "X", "lease_minutes": "30"}),
    # People
    put(PROJECT + "members/<str:username>/", "member.added", {"role": "labeler"}),
    delete(PROJECT + "members/<str:username>/", "member.removed"),
    put(PROJECT + "members/<str:username>/caps/", "member.capped", {"daily_cap": 5, "share_cap": None}),
    post(PROJECT + "invitations/", "invitation.made", {"role": "labeler"}),
    delete(PROJECT + "invitations/<int:invitation_id>/", "invitation.revoked"),
    post(SITE + "invite/links/", "invitation.made", {"link-role": "labeler", "link-most_uses": "2", "link-days": "7"}),
    post(SITE + "invite/links/<int:invitation_id>/revoke/", "invitation.revoked"),
    post(SITE + "invite/list/", "created_user changed_profile member.added made_sign_in_link",
         {"list-names": "Ada Lovelace", "list-role": "labeler"}),
    post("join/<str:secret>/", "member.added invitation.used", who="stranger", ready="invited"),
    post(MEMBER + "place/", "member.added", {"role": "labeler"}),
    post(MEMBER + "caps/", "member.capped", {"daily_cap": "5"}),
    post(MEMBER + "pause/", "member.paused"),
    post(MEMBER + "resume/", "member.resumed", ready="paused"),
    post(MEMBER + "note/", "member.noted", {"note": "Careful."}),
    post(MEMBER + "remove/", "member.removed"),
    post(MEMBER + "exclusion/", "labeler.excluded", {"is_excluded": "yes", "reason": "Spam"}),
    post(MEMBER + "erasure/", "labeler.erased member.removed", ready="erasure"),
    # Imports
    post(PROJECT + "imports/", "import.started", [{"id": "n", "prompt": "Q?", "completions": ["A", "B"]}]),
    delete(API + "imports/<int:import_id>/", "import.cancelled", ready="queued_import"),
    post(SITE + "import/", "import.check_started", ready="file"),
    post(SITE + "import/<int:import_id>/confirm/", "import.started", ready="checked_import"),
    post(SITE + "import/<int:import_id>/recheck/", "import.check_started", ready="checked_import"),
    post(SITE + "import/<int:import_id>/cancel/", "import.cancelled", ready="queued_import"),
    # Labeling
    post(PROJECT + "assignments/", "assignment.claimed", who="reviewer"),
    post("label/<slug:slug>/next/", "assignment.claimed", {"ahead": False, "besides": []}, who="reviewer"),
    put(HELD + "submissions/<str:client_id>/", "assignment.submitted", who="labeler", ready="judgment"),
    put(HELD + "skip/", "assignment.skipped", {"reason": "unclear"}, who="labeler"),
    put(HELD + "questions/<str:client_id>/", "question.asked", {"text": "Why?"}, who="labeler"),
    delete(HELD + "lease/", "assignment.released", who="labeler"),
    put(API + "questions/<int:question_id>/answer/", "question.answered", {"answer": "Yes."}),
    post(SITE + "questions/<int:question_id>/", "question.answered", {"answer": "Yes."}),
    # Review
    put(HELD + "review/", "submission.accepted", ready="verdict"),
    delete(HELD + "review/", "submission.withdrawn", ready="given_verdict"),
    post(SITE + "review/<int:submission_id>/verdict/", "submission.accepted", {"verdict": "accepted"}),
    post(SITE + "review/<int:submission_id>/withdraw/", "submission.withdrawn", ready="given_verdict"),
    post(SITE + "review/<int:submission_id>/settle/", "task.settling"),
    post(TASK + "submissions/<int:submission_id>/review/", "submission.accepted", {"verdict": "accepted"}),
    # Tasks
    post(SITE + "tasks/changes/", "tasks.priority", {"action": "priority", "value": "5", "everything": "on"}),
    post(SITE + "tasks/changes/<int:change_id>/undo/", "tasks.undo", ready="done_change"),
    post(SITE + "tasks/changes/<int:change_id>/stop/", "tasks.stopped"),
    post(TASK + "change/", "task.changed", {"priority": "3", "overlap": "2"}),
    post(TASK + "marks/", "task.parked", {"mark": "parked"}),
    post(TASK + "key/", "task.key_set", {"place_0": "1", "place_1": "2"}),
    post(TASK + "gold/", "task.gold", {"choice": "gold"}, ready="key"),
    # Quality
    post(SITE + "quality/gold/", "gold.rate_set", {"rate": "10"}),
    post(SITE + "quality/gold/<str:username>/", "gold.rate_set", {"rate": "25"}),
    post(SITE + "quality/qualification/", "qualification.in_force", ready="chosen_tasks"),
    post(SITE + "quality/qualification/lift/", "qualification.none"),
    post(SITE + "quality/qualification/<str:username>/ruling/", "qualification.waived", {"standing": "waived"}),
    post(SITE + "grading/<int:submission_id>/", "submission.graded", {"grade": "7"}, ready="demonstration"),
    # Exports
    post(PROJECT + "exports/", "export.requested"),
    post(SITE + "exports/new/", "export.requested", {"configs": ["preference"], "files": "jsonl", "aggregate": "each",
                                                     "pairs.preference": "all", "sft": "rewrites",
                                                     "filters.review": ["accepted"]}),
    delete(API + "exports/<int:export_id>/", "export.deleted", ready="done_export"),
    post(EXPORT + "cancel/", "export.cancelled"),
    post(EXPORT + "delete/", "export.deleted", ready="done_export"),
]  # fmt: skip

QUIET = {
    ("POST", "i18n/setlang/"): "a choice of one's own",
    ("POST", "account/preferences/"): "a choice of one's own",
    ("POST", "sign-out/"): "it ends a session and changes nothing",
    ("PUT", HELD + "opened/"): "part of what is told with the judgment",
    ("PUT", HELD + "draft/"): "drafts are not events",
    ("POST", "label/<slug:slug>/preview/"): "only draws",
    ("POST", "label/<slug:slug>/guidelines/"): "what its reader has seen",
    ("POST", "label/<slug:slug>/questions/"): "what its reader has seen",
    ("POST", "projects/new/preview/"): "only draws",
    ("POST", "projects/new/rendered/"): "only draws",
    ("POST", SITE + "preview/"): "only draws",
    ("POST", SITE + "invite/look/"): "only looks",
    ("POST", SITE + "review/next/"): "who looks at what, for a while; the verdict is the event",
    ("POST", PROJECT + "exports/preview/"): "only draws",
    ("POST", SITE + "exports/preview/"): "only draws",
    ("POST", API + "exports/<int:export_id>/differences/"): "compares two exports and changes neither",
    ("POST", EXPORT + "differences/"): "compares two exports and changes neither",
}
