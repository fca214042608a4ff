"""The labeler's side of the API: claim, open, draft, submit, skip, release, history."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid
from accounts.requests import ApiRequest
from labeling import permissions, queries, shapes
from labeling.actions import claim, open_assignment, release, save_draft, skip, submit
from labeling.api import answers, cursors, representations
from labeling.models import Assignment
from labeling.screen import sheets


class Claims(APIView):
    @extend_schema(
        operation_id="claim_assignment",
        summary="Get the assignment in hand, or claim the next one",
        description="204: nothing for you now. Its header X-Nothing-Left says why: nothing_left, or what will not pass "
        "by itself: daily_cap (more tomorrow), share_cap, paused.",
        request=shapes.ClaimShape,
        responses={200: answers.Assignment, 201: answers.Assignment, 204: None, 409: answers.Error},
    )
    def post(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.place_to_label(request.user, slug)
        besides = shapes.checked(shapes.ClaimShape, request.data).get("besides", [])
        try:
            found = claim.next_assignment(
                project=project,
                labeler=request.user,
                now=timezone.now(),
                besides=[int(one) for one in besides if one.isdecimal()],
            )
        except claim.NothingLeft as nothing:
            return Response(status=204, headers={"X-Nothing-Left": nothing.code})
        return Response(representations.assignment_json(found.sheet), status=201 if found.is_new else 200)


class OneAssignment(APIView):
    @extend_schema(operation_id="get_assignment", responses=answers.Assignment)
    def get(self, request: ApiRequest, assignment_id: int) -> Response:
        return show(permissions.own_assignment(request.user, assignment_id))


class Opened(APIView):
    @extend_schema(
        operation_id="open_assignment",
        summary="The labeler sees it now: the full lease begins",
        request=None,
        responses=answers.Assignment,
    )
    def put(self, request: ApiRequest, assignment_id: int) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        return show(open_assignment.open_assignment(assignment=assignment, now=timezone.now()))


class OneDraft(APIView):
    @extend_schema(
        operation_id="save_draft", request=shapes.DraftShape, responses={200: answers.Revision, 409: answers.Error}
    )
    def put(self, request: ApiRequest, assignment_id: int) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        draft = shapes.checked(shapes.DraftShape, request.data)
        revision = save_draft.save_draft(assignment=assignment, now=timezone.now(), **draft)
        return Response({"revision": revision})


class OneSubmission(APIView):
    @extend_schema(
        operation_id="submit",
        summary="Submit, or amend under another UUID; safe to repeat",
        request=shapes.SubmissionShape,
        responses={200: answers.Submission, 201: answers.Submission, 400: answers.Error, 409: answers.Error},
    )
    def put(self, request: ApiRequest, assignment_id: int, client_id: str) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        shapes.checked(shapes.SubmissionShape, request.data)
        recorded = submit.submit(
            assignment=assignment, client_id=parse_uuid(client_id), body=request.data, now=timezone.now()
        )
        return Response(representations.submission_json(recorded.submission), status=201 if recorded.is_new else 200)


class OneSkip(APIView):
    @extend_schema(operation_id="skip", request=shapes.SkipShape, responses={200: answers.Skip, 409: answers.Error})
    def put(self, request: ApiRequest, assignment_id: int) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        given = shapes.checked(shapes.SkipShape, request.data)
        made = skip.skip(assignment=assignment, now=timezone.now(), **given)
        return Response({"reason": made.reason, "note": made.note, "skipped_at": made.skipped_at})


class OneLease(APIView):
    @extend_schema(operation_id="release_assignment", responses={204: None, 409: answers.Error})
    def delete(self, request: ApiRequest, assignment_id: int) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        release.release(assignment=assignment, now=timezone.now())
        return Response(status=204)


class History(APIView):
    @extend_schema(operation_id="history", summary="Own submissions, newest first", responses=answers.HistoryPage)
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.membership(request.user, slug)
        rows = queries.own_submissions(request.user, place.project)
        return cursors.page(rows, request, representations.history_json, order="-number")


def show(assignment: Assignment) -> Response:
    return Response(representations.assignment_json(sheets.read_sheet(assignment)))


def parse_uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid(fields={"id": [_("The last part of the address is a UUID made by the client.")]}) from error
