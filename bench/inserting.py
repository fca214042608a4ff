"""INSERT ... SELECT with the defaults that a model's new row would have."""

from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model


def run(query: str, parameters: dict[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)


def insert(model: type[Model], columns: dict[str, str], source: str, **parameters: Any) -> None:
    """INSERT ... SELECT. Columns that are not named get their default, as a new row of the model would."""
    given = dict(columns)
    for field in model._meta.concrete_fields:
        is_given = field.column in given or field.primary_key or field.null
        default = field.get_default()
        if not is_given and field.db_default is NOT_PROVIDED and default is not None:
            parameters[f"default_{field.column}"] = field.get_db_prep_save(default, connection)
            given[field.column] = f"%(default_{field.column})s"
    names = ", ".join(f'"{name}"' for name in given)
    run(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(given.values())} {source}", parameters)
