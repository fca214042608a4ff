"""The shapes of what comes in. They check form only; what fits a project is for actions and kinds to say."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from labeling.models import Role, SkipReason


class Number(serializers.FloatField):
    """A JSON number; a text that looks like one is refused."""

    def to_internal_value(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail("invalid")
        return super().to_internal_value(value)


class Whole(serializers.IntegerField):
    """A whole JSON number; a text that looks like one is refused."""

    def to_internal_value(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail("invalid")
        return super().to_internal_value(value)


class Text(serializers.CharField):
    """A JSON string, kept as it is: no trimming, no turning numbers into texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, value: Any) -> str:
        if not isinstance(value, str):
            self.fail("invalid")
        return super().to_internal_value(value)


class Uuid(serializers.UUIDField):
    """A UUID as text; a number is refused."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", value=value)
        return super().to_internal_value(value)


class Shape(serializers.Serializer[Any]):
    """Keys it does not know are refused: a misspelt one must not pass in silence."""

    def to_internal_value(self, body: Any) -> Any:
        if isinstance(body, dict) and (unknown := sorted(set(body) - set(self.fields))):
            raise serializers.ValidationError({unknown[0]: [_("Unknown key.")]})
        return super().to_internal_value(body)


class LicensesShape(Shape):
    licenses = serializers.DictField(child=Text(allow_blank=True))


# Longer than any sitting; keeps nonsense out of the figures.
LONGEST_SECONDS = 10_000_000


class JudgmentField(serializers.JSONField):
    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("It is an object."))
        return value


class ClaimShape(Shape):
    besides = serializers.ListField(child=Text(max_length=40), required=False, max_length=50)


class NextShape(ClaimShape):
    """What the screen asks for: the next task, or one to lie ready behind it."""

    ahead = serializers.BooleanField(required=False, default=False)


class DraftShape(Shape):
    revision = Whole(min_value=0, max_value=2**53)
    judgment = JudgmentField()


class SubmissionShape(Shape):
    judgment = JudgmentField()
    active_seconds = Number(min_value=0, max_value=LONGEST_SECONDS, required=False, allow_null=True)
    wall_seconds = Number(min_value=0, max_value=LONGEST_SECONDS, required=False, allow_null=True)
    opened_at = serializers.DateTimeField(required=False, allow_null=True)
    signals = serializers.JSONField(required=False, allow_null=True)
    amends = Uuid(required=False, allow_null=True)


class SkipShape(Shape):
    reason = serializers.ChoiceField(choices=SkipReason.choices)
    note = Text(required=False, allow_blank=True)
    active_seconds = Number(min_value=0, max_value=LONGEST_SECONDS, required=False, allow_null=True)
    wall_seconds = Number(min_value=0, max_value=LONGEST_SECONDS, required=False, allow_null=True)
    opened_at = serializers.DateTimeField(required=False, allow_null=True)


class QuestionShape(Shape):
    text = Text()


class AnswerShape(Shape):
    answer = Text()
    faq = serializers.BooleanField(required=False)
    faq_question = Text(required=False, allow_blank=True)


class RoleShape(Shape):
    role = serializers.ChoiceField(choices=Role.choices)


class ProjectShape(Shape):
    """What values are allowed is checked by `labeling.actions.check_project` and the project's kind."""

    slug = Text(required=False)
    name = Text(required=False)
    kind = Text(required=False)
    preset = Text(required=False, allow_blank=True)
    guidelines = Text(required=False, allow_blank=True)
    overlap = serializers.JSONField(required=False)
    splits = serializers.JSONField(required=False)
    split_seed = serializers.JSONField(required=False)
    lease_minutes = serializers.JSONField(required=False)
    ranking = serializers.JSONField(required=False)
    form = serializers.JSONField(required=False)
    state = Text(required=False)


class AdaptiveShape(Shape):
    """Its keys are checked by `labeling.actions.check_adaptive`."""

    adaptive = serializers.JSONField(allow_null=True)


class NewProjectShape(ProjectShape):
    slug = Text()
    name = Text()


def checked(shape: type[Shape], body: Any) -> dict[str, Any]:
    """Return the body's values in the shape, or raise DRF's ValidationError."""
    serializer = shape(data=body)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
