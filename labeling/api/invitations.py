"""Links that let several people into a project."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions.invite_by_link import invite_by_link, revoke_invitation
from labeling.api import answers, cursors, people_shapes
from labeling.models import Invitation


class Invitations(APIView):
    @extend_schema(
        operation_id="list_invitations",
        summary="The links that still let somebody in, newest first",
        responses=people_shapes.InvitationPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        return cursors.page(project.invitations.open(timezone.now()), request, invitation_json)

    @extend_schema(
        operation_id="make_invitation",
        summary="Make a link; for one person and seven days unless the body says otherwise",
        request=people_shapes.InvitationShape,
        responses={201: people_shapes.MadeInvitation, 400: answers.Error},
    )
    def post(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        given = shapes.checked(people_shapes.InvitationShape, request.data)
        made, link = invite_by_link(project=project, by=request.user, now=timezone.now(), **given)
        return Response(invitation_json(made) | {"link": link}, status=201)


class OneInvitation(APIView):
    @extend_schema(
        operation_id="take_invitation_back",
        summary="The link lets nobody in any more; safe to repeat",
        responses={204: None},
    )
    def delete(self, request: ApiRequest, slug: str, invitation_id: int) -> Response:
        project = permissions.manager_of(request.user, slug).project
        invitation = get_object_or_404(project.invitations, pk=invitation_id)
        revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
        return Response(status=204)


def invitation_json(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": str(invitation.pk),
        "role": invitation.role,
        "group": invitation.group,
        "most_uses": invitation.most_uses,
        "used_count": invitation.used_count,
        "expires_at": invitation.expires_at,
        "created_at": invitation.created_at,
    }
