"""What the API takes and gives of reviews."""

from typing import Any

from rest_framework import serializers

from labeling.api.answers import StaffSubmission
from labeling.reviews.verdicts import GIVEN
from labeling.shapes import Shape, Text, Uuid, Whole


class PolicyShape(Shape):
    """What values are allowed is checked by `labeling.actions.change_review_policy`."""

    first = serializers.JSONField(required=False)
    share = serializers.JSONField(required=False)
    disputed = serializers.JSONField(required=False, allow_null=True)


class Policy(serializers.Serializer[Any]):
    first = serializers.IntegerField(help_text="How many of each labeler's first judgments are checked.")
    share = serializers.FloatField(help_text="The share of all judgments that is checked, drawn at random.")
    disputed = serializers.FloatField(
        allow_null=True, help_text="From how much disagreement (0 to 1) on its judgments are checked; null: none."
    )


class VerdictShape(Shape):
    submission = Uuid(help_text="Which submission it is about: an amendment may have come since.")
    verdict = serializers.ChoiceField(choices=[(one.value, one.label) for one in GIVEN])
    comment = Text(required=False, allow_blank=True, max_length=5000, help_text="For returned and rejected required.")
    seen = Whole(
        required=False, min_value=0,
        help_text="The number of the review that you saw last, 0: none. When another one holds by now, nothing is"
        " written: 409 answered_meanwhile, with that one. Left out, yours holds whatever was said.",
    )  # fmt: skip


class Review(serializers.Serializer[Any]):
    submission = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=[(one.value, one.label) for one in GIVEN])
    comment = serializers.CharField(allow_blank=True)
    reviewer = serializers.CharField()
    reviewed_at = serializers.DateTimeField()
    number = serializers.IntegerField(help_text="Send it as `seen` with your own verdict on the same.")


class Waiting(serializers.Serializer[Any]):
    assignment = serializers.CharField(help_text="Put the verdict there: /api/assignments/ID/review/.")
    task = serializers.CharField()
    reason = serializers.CharField(help_text="Why it is checked: amended, new_labeler, disputed or random.")
    waiting_since = serializers.DateTimeField()
    held = serializers.BooleanField(help_text="Somebody is looking at it at the moment.")
    submission = StaffSubmission()


class WaitingPage(serializers.Serializer[Any]):
    results = Waiting(many=True)
    next = serializers.URLField(allow_null=True)
