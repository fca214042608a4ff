"""Questions on tasks: asked by labelers, answered by reviewers and managers."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid
from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions.answer_question import answer_question
from labeling.actions.ask_question import ask_question
from labeling.api import answers, cursors, representations
from labeling.api.assignments import parse_uuid
from labeling.questions import asked

STATES = {"open": True, "answered": False}


class OneAsked(APIView):
    @extend_schema(
        operation_id="ask_question",
        summary="Ask about a task without giving it up; safe to repeat",
        request=shapes.QuestionShape,
        responses={200: answers.OwnQuestion, 201: answers.OwnQuestion, 400: answers.Error, 409: answers.Error},
    )
    def put(self, request: ApiRequest, assignment_id: int, client_id: str) -> Response:
        assignment = permissions.own_assignment(request.user, assignment_id)
        text = shapes.checked(shapes.QuestionShape, request.data)["text"]
        made = ask_question(assignment=assignment, client_id=parse_uuid(client_id), text=text, now=timezone.now())
        return Response(representations.own_question_json(made.question), status=201 if made.is_new else 200)


class Questions(APIView):
    @extend_schema(
        operation_id="list_questions",
        summary="What labelers ask, newest first",
        parameters=[OpenApiParameter("state", str, enum=list(STATES))],
        responses=answers.QuestionPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.staff_of(request.user, slug)
        rows = asked.for_role(asked.questions_of(place.project), place.role)
        if (state := request.query_params.get("state")) is not None:
            if state not in STATES:
                raise Invalid(fields={"state": [_("One of: %(choices)s.") % {"choices": ", ".join(STATES)}]})
            rows = rows.filter(answered_at__isnull=STATES[state])
        return cursors.page(rows, request, lambda one: representations.staff_question_json(one, place.role))


class OneAnswer(APIView):
    @extend_schema(
        operation_id="answer_question",
        summary="Answer, or correct the answer; `faq` adds it to the guidelines",
        request=shapes.AnswerShape,
        responses={200: answers.StaffQuestion, 400: answers.Error, 403: answers.Error},
    )
    def put(self, request: ApiRequest, question_id: int) -> Response:
        question, role = permissions.question_for_staff(request.user, question_id)
        given = shapes.checked(shapes.AnswerShape, request.data)
        answer_question(question=question, by=request.user, role=role, now=timezone.now(), **given)
        found = asked.questions_of(question.project).get(pk=question.pk)
        return Response(representations.staff_question_json(found, role))
