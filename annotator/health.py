"""For load balancers and container healthchecks: is the process alive, can it do its work?"""

import logging
from datetime import timedelta
from functools import cache

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from labeling.models import Assignment

# Leases that ran out this long ago should have been swept (SWEEP_SECONDS is 5).
SWEEP_LATE_AFTER = timedelta(minutes=1)

logger = logging.getLogger(__name__)


@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with reasons when it cannot serve. Warnings do not count: labeling goes on without broker and sweeper."""
    reasons = why_not_ready()
    warnings = [] if reasons else [warning for check in (broker_warning, sweep_warning) if (warning := check())]
    body = {"status": "not_ready" if reasons else "ok", "reasons": reasons, "warnings": warnings}
    return JsonResponse(body, status=503 if reasons else 200)


class MigrationsMissing(Exception):
    """The database is older than the code."""


def why_not_ready() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        check_migrated()
    except DatabaseError as error:
        # The driver's text names host and user: it belongs into the log.
        logger.warning("The database does not answer: %s", error)
        return ["The database does not answer."]
    except MigrationsMissing:
        return ["Migrations are missing: run manage.py migrate."]
    return []


@cache
def check_migrated() -> None:
    """Migrations do not un-apply under a running process: what was found once need not be read again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing


def broker_warning() -> str:
    try:
        with current_app.connection_for_write(
            transport_options={"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "max_retries": 0},
            connect_timeout=0.5,
        ) as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except Exception as error:  # whatever the client raises: it is a warning
        logger.warning("The broker does not answer: %s", error)
        return "The broker does not answer: imports and exports wait, labeling goes on."
    return ""


def sweep_warning() -> str:
    late = timezone.now() - SWEEP_LATE_AFTER
    if Assignment.objects.filter(state="claimed", leased_until__lt=late).exists():
        return "Expired leases are not being swept: is beat running, and a worker?"
    return ""
