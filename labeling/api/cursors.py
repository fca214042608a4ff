"""Lists in pages: {"results": [...], "next": URL or null}, by a cursor that new rows do not shift."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import Invalid

# Digits of 2**63.
LONGEST_NUMBER = 19


class Cursor(CursorPagination):
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "limit"

    def decode_cursor(self, request: Request) -> Any:
        """All our columns in order are whole numbers: another position was made up."""
        cursor = super().decode_cursor(request)
        if not request.query_params.get(self.cursor_query_param):
            return None
        position = str(cursor.position) if cursor else ""
        if not (position.isdecimal() and len(position) <= LONGEST_NUMBER):
            raise exceptions.NotFound(self.invalid_cursor_message)
        return cursor


def page(
    rows: QuerySet[Any], request: Request, show: Callable[[Any], dict[str, Any]], *, order: str = "-id"
) -> Response:
    """One page of the rows in the order of a unique column."""
    cursor = Cursor()
    cursor.ordering = (order,)
    try:
        shown = cursor.paginate_queryset(rows, request) or []
    except exceptions.NotFound as error:
        raise Invalid(fields={"cursor": [_("This cursor was not given by the list.")]}) from error
    return Response({"results": [show(row) for row in shown], "next": cursor.get_next_link()})
