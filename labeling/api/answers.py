"""The shapes of what goes out, for the OpenAPI schema. `representations` makes the JSON itself;
tests hold every answer against these."""

from typing import Any

from rest_framework import serializers

from labeling.models import AssignmentState, ProjectState, Role, SkipReason


class Error(serializers.Serializer[Any]):
    error = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class Message(serializers.Serializer[Any]):
    role = serializers.CharField()
    content = serializers.CharField()


class Card(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    content = serializers.CharField()


class Draft(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    judgment = serializers.DictField()


class Submission(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    judgment = serializers.DictField()
    active_seconds = serializers.FloatField(allow_null=True)
    surplus = serializers.BooleanField()
    submitted_at = serializers.DateTimeField()


class Assignment(serializers.Serializer[Any]):
    id = serializers.CharField()
    project = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=[s for s in AssignmentState.choices if s[0] not in ("expired", "excluded")])
    leased_until = serializers.DateTimeField()
    prompt = Message(many=True)
    completions = Card(many=True)
    ranking = serializers.DictField()
    form = serializers.DictField()
    guidelines = serializers.CharField()
    guideline_version = serializers.IntegerField()
    draft = Draft(allow_null=True)
    submission = Submission(allow_null=True)


class Revision(serializers.Serializer[Any]):
    revision = serializers.IntegerField()


class Skip(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=SkipReason.choices)
    note = serializers.CharField()
    skipped_at = serializers.DateTimeField()


class OwnQuestion(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    assignment = serializers.CharField()
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class StaffQuestion(serializers.Serializer[Any]):
    id = serializers.CharField()
    task = serializers.CharField()
    asker = serializers.CharField()
    order = serializers.ListField(child=serializers.CharField(), help_text="Completion ids behind the asker's letters.")
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_null=True)
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    faq_question = serializers.CharField(allow_null=True, help_text="As the guidelines word it; null: not there.")


class QuestionPage(serializers.Serializer[Any]):
    results = StaffQuestion(many=True)
    next = serializers.URLField(allow_null=True)


class OwnReview(serializers.Serializer[Any]):
    verdict = serializers.CharField(help_text="accepted, returned (amend it) or rejected.")
    comment = serializers.CharField(allow_blank=True)


class HistoryLine(Submission):
    assignment = serializers.CharField()
    review = OwnReview(allow_null=True)


class HistoryPage(serializers.Serializer[Any]):
    results = HistoryLine(many=True)
    next = serializers.URLField(allow_null=True)


class Project(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    preset = serializers.CharField()
    guidelines = serializers.CharField()
    guideline_version = serializers.IntegerField()
    overlap = serializers.JSONField(help_text="A number, or one per split.")
    splits = serializers.DictField(child=serializers.FloatField())
    split_seed = serializers.JSONField(allow_null=True, help_text="A number or a text; null for all but managers.")
    lease_minutes = serializers.IntegerField()
    ranking = serializers.DictField()
    form = serializers.DictField()
    state = serializers.ChoiceField(choices=ProjectState.choices)


class ProjectPage(serializers.Serializer[Any]):
    results = Project(many=True)
    next = serializers.URLField(allow_null=True)


class Adaptive(serializers.Serializer[Any]):
    splits = serializers.ListField(child=serializers.CharField(), help_text="Empty: all.")
    batches = serializers.ListField(child=serializers.CharField(), help_text="Empty: all.")
    share = serializers.FloatField(help_text="The random share of these tasks, up to 1.")
    start = serializers.IntegerField(help_text="Labels to start with.")
    more = serializers.IntegerField(help_text="How many may be added.")
    agreement = serializers.FloatField(help_text="Added while fewer agree on the top tier; two thirds are 0.67.")
    spread = serializers.IntegerField(help_text="Added while a rating spreads by more.")


class AdaptiveOverlap(serializers.Serializer[Any]):
    adaptive = Adaptive(allow_null=True)


class Member(serializers.Serializer[Any]):
    username = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)


class MemberList(serializers.Serializer[Any]):
    results = Member(many=True)


class TaskCompletion(serializers.Serializer[Any]):
    id = serializers.CharField()
    content = serializers.CharField()
    model = serializers.CharField(required=False, allow_null=True, help_text="For managers only.")


class StaffSubmission(Submission):
    labeler = serializers.CharField()
    order = serializers.ListField(child=serializers.CharField(), help_text="Completion ids behind A, B, C...")


class Task(serializers.Serializer[Any]):
    id = serializers.CharField()
    external_id = serializers.CharField()
    batch = serializers.CharField()
    split = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "claimed", "done", "parked", "archived"])
    priority = serializers.IntegerField()
    overlap = serializers.IntegerField()
    submitted = serializers.IntegerField()
    prompt = Message(many=True)
    completions = TaskCompletion(many=True)
    submissions = StaffSubmission(many=True, required=False)


class TaskPage(serializers.Serializer[Any]):
    results = Task(many=True)
    next = serializers.URLField(allow_null=True)


class Progress(serializers.Serializer[Any]):
    tasks = serializers.IntegerField()
    done = serializers.IntegerField()
    slots = serializers.IntegerField()
    submitted = serializers.IntegerField()
    claimed = serializers.IntegerField()
    parked = serializers.IntegerField()
    labelers = serializers.IntegerField()
    skipped = serializers.DictField(child=serializers.IntegerField())


class License(serializers.Serializer[Any]):
    model = serializers.CharField()
    license = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)


class LicenseList(serializers.Serializer[Any]):
    results = License(many=True)
