"""What the columns of a dataset are, said once: Parquet's schema and the card's features both follow from it.

A type is "string", "int64", "float64", "bool", a list [type], or a struct {"name": type}. No column holds a
null: where nothing is known stands the empty text, -1 or an empty list.
"""

from dataclasses import dataclass
from typing import Any

Type = Any
MESSAGES: Type = [{"role": "string", "content": "string"}]

# Names that some trainer takes for its own (protocols: TRL); metadata never has them.
RESERVED = frozenset(
    """
    messages text prompt completion chosen rejected label labels input_ids attention_mask images image videos audios
    tools chat_template_kwargs margin ref_chosen_logps ref_rejected_logps answer history system input output
    instruction conversations
    """.split()  # noqa: SIM905 (a list would be a screenful)
)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type


def columns(**types: Type) -> tuple[Column, ...]:
    return tuple(Column(name, type_) for name, type_ in types.items())


def feature(name: str, type_: Type) -> dict[str, Any]:
    """The column as the card's `dataset_info` spells it."""
    if isinstance(type_, str):
        return {"name": name, "dtype": type_}
    if isinstance(type_, list):
        return {"name": name, "list": inner_feature(type_[0])}
    return {"name": name, "struct": [feature(key, value) for key, value in type_.items()]}


def inner_feature(type_: Type) -> Any:
    if isinstance(type_, str):
        return type_
    if isinstance(type_, list):
        return {"list": inner_feature(type_[0])}
    return [feature(key, value) for key, value in type_.items()]
