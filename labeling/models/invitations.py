"""Links by which people come into a project."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from labeling.models.projects import Project, Role

# Managers are added by name: a link that makes managers would be a key to everything.
INVITED_ROLES = (Role.LABELER, Role.REVIEWER)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: object) -> "InvitationQuerySet":
        """Those that still let somebody in."""
        return self.filter(revoked_at=None, expires_at__gt=now, used_count__lt=F("most_uses"))


class Invitation(models.Model):
    """A link for several people. Only its SHA-256 is kept: the link is 256 random bits, shown once."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    role = models.CharField(max_length=10, choices=Role)
    group = models.CharField(max_length=40, blank=True)
    most_uses = models.PositiveIntegerField()
    used_count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used_count__lte=F("most_uses")), name="invitation_used_within_uses"),
            models.CheckConstraint(condition=Q(role__in=INVITED_ROLES), name="invitation_makes_no_managers"),
        ]
