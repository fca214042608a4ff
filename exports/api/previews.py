"""A preview over HTTP: what a recipe would give, before anything is built."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import ApiRequest
from exports import permissions
from exports.actions.preview_dataset import one_at_a_time, preview_dataset


class RowOut(serializers.Serializer[Any]):
    split = serializers.CharField()
    row = serializers.DictField(
        help_text="One row as the trainer reads it; long texts end in … after 1,200 characters."
    )
    shortened = serializers.DictField(
        child=serializers.IntegerField(), help_text="True lengths of what was cut, by place: chosen.0.content."
    )


class PreviewOut(serializers.Serializer[Any]):
    exact = serializers.BooleanField(help_text="False: counted in a sample of the project's prompts and projected.")
    prompts = serializers.IntegerField(help_text="Judged prompts that were looked at.")
    share = serializers.FloatField(help_text="About which share of all prompts these are; 1 is all.")
    judgments = serializers.DictField(help_text="Judgments that count: value, low, high, n.")
    counts = serializers.DictField(
        help_text="{config: {split: {value, low, high, n}}}. Exact: low and high are the value. A projected one has "
        "its 95% interval, or the value null with reason not_enough_data."
    )
    dropped = serializers.DictField(help_text="{config or judgments: {reason: {value, low, high, n}}}")
    omitted = serializers.DictField(child=serializers.CharField(), help_text="{config: why it would not be there}")
    rows = serializers.DictField(child=RowOut(many=True), help_text="{config: up to ten rows}")
    recipe = serializers.DictField(help_text="The recipe, complete.")


class ProjectPreview(APIView):
    """What a recipe would give now: up to ten rows of each config, row counts, what is left out and why.

    Nothing is built or kept. It takes some two seconds at most: the numbers of large projects are projected from a
    sample. One preview of a person runs at a time: 429 while another does.
    """

    @extend_schema(operation_id="exports_preview", request=OpenApiTypes.OBJECT, responses=PreviewOut)
    def post(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.project_for_manager(request, slug)
        with one_at_a_time(request.user):
            preview = preview_dataset(project=project, recipe=request.data, now=timezone.now())
        return Response(preview.as_json())
