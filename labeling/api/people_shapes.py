"""What the API takes and gives of invitations and caps."""

from typing import Any

from rest_framework import serializers

from labeling.actions.invite_by_link import MOST_DAYS, MOST_USES
from labeling.actions.limit_member import MOST_A_DAY
from labeling.models import Role
from labeling.shapes import Shape, Text, Whole


class InvitationShape(Shape):
    role = serializers.ChoiceField(choices=Role.choices, help_text="Managers are added by name, by no link.")
    group = Text(required=False, allow_blank=True)
    most_uses = Whole(min_value=1, max_value=MOST_USES, required=False)
    days = Whole(min_value=1, max_value=MOST_DAYS, required=False)


class Invitation(serializers.Serializer[Any]):
    id = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    group = serializers.CharField()
    most_uses = serializers.IntegerField()
    used_count = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()


class MadeInvitation(Invitation):
    link = serializers.CharField(help_text="Told only now: it is not kept.")


class InvitationPage(serializers.Serializer[Any]):
    results = Invitation(many=True)
    next = serializers.CharField(allow_null=True)


class CapsShape(Shape):
    daily_cap = Whole(min_value=1, max_value=MOST_A_DAY, allow_null=True, help_text="Judgments a day.")
    share_cap = Whole(min_value=1, max_value=100, allow_null=True, help_text="Percent of all judgments asked for.")


class Caps(serializers.Serializer[Any]):
    daily_cap = serializers.IntegerField(allow_null=True)
    share_cap = serializers.IntegerField(allow_null=True)
