"""Who is in a project, in which role."""

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import NotFound
from accounts.models import User
from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions import add_member, remove_member
from labeling.api import answers, representations


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

    @extend_schema(operation_id="remove_member", responses={204: None})
    def delete(self, request: ApiRequest, slug: str, username: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        remove_member.remove_member(
            project=place.project, user=find_user(username), by=request.user, now=timezone.now()
        )
        return Response(status=204)


def find_user(username: str) -> User:
    # PostgreSQL refuses to look for a name with NUL in it.
    found = None if "\0" in username else User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such user."))
    return found
