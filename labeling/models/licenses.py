"""Under which license a policy's completions stand: statements, of which the newest holds."""

from django.conf import settings
from django.db import models

from labeling.models.numbers import NumberField
from labeling.models.prompts import Policy


class PolicyLicense(models.Model):
    """What somebody said of a policy's license: an SPDX id or a few words; empty takes it back. Insert-only.

    A snapshot sees what was said up to its boundary, so an earlier dataset can be built again as it was.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="licenses")
    license = models.CharField(max_length=200, blank=True)
    number = NumberField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
