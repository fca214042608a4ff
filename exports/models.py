"""Exports: datasets built from the judgments at one moment."""

from django.db import models

from exports.reading.snapshots import Snapshot
from labeling.models import Job, Project


class Export(Job):
    """One dataset. `boundary` is its moment: it holds what was numbered up to there, whatever comes later."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exports")
    recipe = models.JSONField()
    # Null until the job has fixed its moment, or taken over that of the snapshot it rebuilds.
    boundary = models.BigIntegerField(null=True)
    until = models.DateTimeField(null=True)
    # The last erasure that it knows of: unlike the boundary, always that of its own building.
    erased_up_to = models.BigIntegerField(default=0)
    # Whom the names in the recipe stood for at that moment: exports.recipes.people.
    names = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    dropped = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    # [{"path", "bytes", "sha256", "rows"}]; exports.storage.stored says where they lie.
    files = models.JSONField(default=list)
    # "" is the folder MEDIA_ROOT/exports/ID, "s3" a folder of the bucket.
    storage = models.CharField(max_length=10, blank=True)

    def snapshot(self) -> Snapshot:
        """What its dataset is built from; its moment must have been fixed."""
        return Snapshot(self.project, self.boundary or 0, self.until, self.erased_up_to)


class Comparison(Job):
    """What two exports of a project differ in. Both stay as they are for ever, so each pair is compared once."""

    earlier = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="comparisons")
    # {config: exports.differences.difference.Change}
    changes = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["earlier", "later"], name="comparison_once"),)
