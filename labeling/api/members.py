"""Who is in a project, in which role and up to how much."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid, NotFound
from accounts.models import User
from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions import add_member, limit_member, remove_member
from labeling.api import answers, people_shapes, representations
from labeling.models import Membership

REVOKE = "revoke"


class Members(APIView):
    @extend_schema(operation_id="list_members", responses=answers.MemberList)
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        present = place.project.memberships.filter(removed_at=None).select_related("user").order_by("user__username")
        return Response({"results": [representations.member_json(one) for one in present]})


class OneMember(APIView):
    @extend_schema(operation_id="put_member", request=shapes.RoleShape, responses=answers.Member)
    def put(self, request: ApiRequest, slug: str, username: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        role = shapes.checked(shapes.RoleShape, request.data)["role"]
        made = add_member.add_member(
            project=place.project, user=find_user(username), role=role, by=request.user, now=timezone.now()
        )
        return Response(representations.member_json(made))

    @extend_schema(
        operation_id="remove_member",
        summary="Remove somebody; with links=revoke the open links too, lest they come back under another name",
        parameters=[OpenApiParameter("links", str, enum=[REVOKE])],
        responses={204: None, 400: answers.Error},
    )
    def delete(self, request: ApiRequest, slug: str, username: str) -> Response:
        project, now = permissions.manager_of(request.user, slug).project, timezone.now()
        asked = request.query_params.get("links")
        if asked not in (None, REVOKE):
            raise Invalid(fields={"links": [_("One of: %(choices)s.") % {"choices": REVOKE}]})
        links = project.invitations.open(now) if asked else []
        remove_member.remove_member(project=project, user=find_user(username), by=request.user, now=now, links=links)
        return Response(status=204)


class OneCaps(APIView):
    @extend_schema(operation_id="get_caps", responses=people_shapes.Caps)
    def get(self, request: ApiRequest, slug: str, username: str) -> Response:
        return Response(caps_json(place_of(request, slug, username)))

    @extend_schema(
        operation_id="set_caps",
        summary="Cap a member's own judgments a day and share of the project; null: as the project says",
        request=people_shapes.CapsShape,
        responses={200: people_shapes.Caps, 400: answers.Error},
    )
    def put(self, request: ApiRequest, slug: str, username: str) -> Response:
        place = place_of(request, slug, username)
        given = shapes.checked(people_shapes.CapsShape, request.data)
        limit_member.cap_member(place=place, by=request.user, now=timezone.now(), **given)
        return Response(caps_json(place))


def place_of(request: ApiRequest, slug: str, username: str) -> Membership:
    project = permissions.manager_of(request.user, slug).project
    return permissions.present_member(project, find_user(username).username)


def caps_json(place: Membership) -> dict[str, int | None]:
    return {"daily_cap": place.daily_cap, "share_cap": place.share_cap}


def find_user(username: str) -> User:
    # PostgreSQL refuses to look for a name with NUL in it.
    found = None if "\0" in username else User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such user."))
    return found
