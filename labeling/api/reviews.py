"""Review over HTTP: what waits, verdicts, and the policy that says which judgments are checked."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid
from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions.change_review_policy import change_review_policy
from labeling.actions.review_submission import Answered, NotStanding, review_submission
from labeling.actions.withdraw_review import withdraw_review
from labeling.api import answers, representations, review_shapes
from labeling.models import Check, CheckReason, Completion, Membership, Review, Submission
from labeling.reviews import queue as review_queue
from labeling.reviews import verdicts

PAGE_SIZE = 100


class ReviewPolicy(APIView):
    @extend_schema(
        operation_id="get_review_policy", summary="Which judgments reviewers check", responses=review_shapes.Policy
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        return Response(permissions.manager_of(request.user, slug).project.review)

    @extend_schema(
        operation_id="change_review_policy",
        summary="Change which judgments reviewers check; keys left out stay as they are",
        request=review_shapes.PolicyShape,
        responses={200: review_shapes.Policy, 400: answers.Error},
    )
    def patch(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        given = shapes.checked(review_shapes.PolicyShape, request.data)
        changed = change_review_policy(project=project, by=request.user, now=timezone.now(), **given)
        return Response(changed.review)


class Reviews(APIView):
    @extend_schema(
        operation_id="list_reviews",
        summary="What waits for a reviewer, first in the queue first; one's own work is left out",
        parameters=[
            OpenApiParameter("reason", str, enum=CheckReason.values),
            OpenApiParameter("labeler", str, description="A user name."),
            OpenApiParameter("cursor", str),
        ],
        responses=review_shapes.WaitingPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.staff_of(request.user, slug)
        rows = list(wanted(place, request)[: PAGE_SIZE + 1])
        shown = rows[:PAGE_SIZE]
        following = None
        if len(rows) > PAGE_SIZE:
            query = request.query_params.copy()
            query["cursor"] = str(shown[-1].pk)
            following = request.build_absolute_uri(f"?{query.urlencode()}")
        return Response({"results": [waiting_json(one, place.role) for one in shown], "next": following})


def wanted(place: Membership, request: ApiRequest) -> QuerySet[Check]:
    given = {name: str(value) for name, value in request.query_params.items()}
    if unknown := sorted(set(given) - {"reason", "labeler", "cursor"}):
        raise Invalid(fields={unknown[0]: [_("Filters are: %(choices)s.") % {"choices": "reason, labeler"}]})
    if "\0" in "".join(given.values()):
        raise Invalid(fields={"labeler": [_("It contains the character NUL.")]})
    reason, cursor = given.get("reason", ""), given.get("cursor", "")
    if reason and reason not in CheckReason.values:
        raise Invalid(fields={"reason": [_("One of: %(choices)s.") % {"choices": ", ".join(CheckReason.values)}]})
    after = None
    if cursor:
        after = review_queue.place_of(place.project, int(cursor)) if review_queue.is_id(cursor) else None
        if after is None:
            raise Invalid(fields={"cursor": [_("This cursor was not given by the list.")]})
    rows = review_queue.turns(place.project, place.user, reason=reason, after=after)
    if "labeler" in given:
        rows = rows.filter(labeler__username=given["labeler"])
    completions = Prefetch("task__completions", Completion.objects.select_related("policy"))
    return rows.select_related("submission__assignment__labeler", "task__project").prefetch_related(completions)


def waiting_json(turn: Check, role: str) -> dict[str, Any]:
    names = {one.index: name for name, one in representations.completion_names(turn.task, role == "manager")}
    return {
        "assignment": str(turn.submission.assignment_id),
        "task": str(turn.task_id),
        "reason": turn.reason,
        "waiting_since": turn.added_at,
        "held": turn.is_held_besides(0, timezone.now()),
        "submission": representations.staff_submission_json(turn.submission, names),
    }


class OneReview(APIView):
    @extend_schema(
        operation_id="review",
        summary="Put a verdict on an assignment's standing submission; safe to repeat",
        request=review_shapes.VerdictShape,
        responses={200: review_shapes.Review, 400: answers.Error, 409: answers.Error},
    )
    def put(self, request: ApiRequest, assignment_id: int) -> Response:
        standing = permissions.submission_for_review(request.user, assignment_id)
        given = shapes.checked(review_shapes.VerdictShape, request.data)
        if given.pop("submission") != standing.client_id:
            raise NotStanding
        comment = given.get("comment", "")
        known = verdicts.standing(standing)
        if known and (known.reviewer_id, known.verdict, known.comment) == (request.user.pk, given["verdict"], comment):
            return Response(review_json(standing, known))
        try:
            made = review_submission(submission=standing, reviewer=request.user, now=timezone.now(), **given)
        except Answered as error:
            error.extra = {"review": review_json(standing, error.review) if error.review else None}
            raise
        return Response(review_json(standing, made))

    @extend_schema(
        operation_id="withdraw_review",
        summary="Take back one's own verdict",
        responses={204: None, 409: answers.Error},
    )
    def delete(self, request: ApiRequest, assignment_id: int) -> Response:
        standing = permissions.submission_for_review(request.user, assignment_id)
        withdraw_review(submission=standing, by=request.user, now=timezone.now())
        return Response(status=204)


def review_json(submission: Submission, review: Review) -> dict[str, Any]:
    return {
        "submission": str(submission.client_id),
        "verdict": review.verdict,
        "comment": review.comment,
        "reviewer": review.reviewer.username,
        "reviewed_at": review.created_at,
        "number": review.number,
    }
