"""Why a task needs somebody's look: one condition for the dashboard's number and for the list behind it."""

from django.db.models import Q

# Labelers who agree on no more than half of what they compared.
DISPUTED = 0.5
# Of a TaskFinding; `tasks/?look=WHY` lists them.
LOOKS = {
    "skipped": Q(skipped__gt=0),
    "hasty": Q(hasty__gt=0),
    "rejected": Q(rejected__gt=0),
    "disputed": Q(disagreement__gte=DISPUTED),
}
