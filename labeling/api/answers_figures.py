"""What the API answers about figures, for its schema."""

from rest_framework import serializers


class Rate(serializers.Serializer[None]):
    """A share with its 95 % interval over n units; with too little data `value` is null and `reason` says so."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(required=False)
    high = serializers.FloatField(required=False)
    n = serializers.IntegerField()
    reason = serializers.CharField(required=False)


class Measures(serializers.Serializer[None]):
    """strict: ties are an answer like others; half-credit: half where one alone ties; decisive: where neither does."""

    strict = Rate()
    half_credit = Rate()
    decisive = Rate()
    decisive_coverage = Rate()


class OneLabelersMeasures(Measures):
    username = serializers.CharField()


class Agreement(Measures):
    labelers = OneLabelersMeasures(many=True)


class Labeler(serializers.Serializer[None]):
    username = serializers.CharField()
    role = serializers.CharField()
    group = serializers.CharField()
    removed = serializers.BooleanField()
    judged = serializers.IntegerField()
    counted = serializers.IntegerField()
    active_seconds = serializers.FloatField()
    median_seconds = serializers.FloatField(allow_null=True)
    hasty = Rate()
    straight = Rate()
    ties = Rate()
    last_at = serializers.DateTimeField(allow_null=True)
    agreement = Measures()


class LabelerPage(serializers.Serializer[None]):
    results = Labeler(many=True)
    next = serializers.URLField(allow_null=True)
