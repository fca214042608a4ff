"""One row of a file, whatever its layout, checked and brought into one form."""

import hashlib
from dataclasses import dataclass
from typing import Any

from labeling.importing.problems import Refused
from labeling.importing.recognising import recognise
from labeling.importing.values import check_integer, check_object, check_text, check_tree, dumps, is_plain
from labeling.licenses import why_unfit

SPLITS = ("train", "validation", "test")
TEXT_LIMITS = {"prompt_type": 100, "use_case": 100, "language": 35, "source": 200, "source_user": 200, "batch": 200}
ROW_KEYS = frozenset({"id", "prompt", "completions", "priority", "overlap", "split", "metadata", *TEXT_LIMITS})
COMPLETION_KEYS = frozenset({"text", "model", "license", "id", "reasoning", "sampling", "metadata"})
MOST_COMPLETIONS = 1000


@dataclass(slots=True)
class Answer:
    """A completion as the file gave it. `first` is the index of the first answer with exactly this text."""

    text: str
    model: str = ""
    # Of the model, not of this answer: labeling.actions.state_licenses.
    license: str = ""
    id: str = ""
    reasoning: str = ""
    # None, not an empty object: most have neither, and there are millions.
    sampling: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None
    first: int = 0


@dataclass(slots=True)
class Row:
    """A checked row. `prompt_json` is the prompt's messages in the spelling that is stored and digested."""

    line: int
    id: str
    prompt: list[dict[str, Any]]
    prompt_json: bytes
    completions: list[Answer]
    priority: int
    overlap: int | None
    split: str
    texts: dict[str, str]
    metadata: dict[str, Any]
    unknown: list[str]
    distinct_texts: int
    is_transcript: bool = False
    layout: str = "plain"
    # Judgments that the row brings from another tool: kept as metadata.
    carried: int = 0
    # {model: license}; None where the row states none.
    licenses: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a project asks of its rows: how many distinct texts (None: any number), how many messages at most."""

    texts: tuple[int, int] | None
    messages: int = 1000


def normalise(raw: Any, line: int, asked: Asked) -> Row:
    """Check one parsed row; raises Refused at the first thing that is wrong with it."""
    shape = recognise(raw, asked.messages)
    own = [key for key in shape.rest if key not in ROW_KEYS]
    unknown = list(own)
    given = {key: value for key, value in shape.rest.items() if value is not None}
    completions, distinct_texts = _completions(shape.completions, unknown)
    if asked.texts:
        _check_number(len(completions), distinct_texts, *asked.texts)
    metadata = _metadata(given.get("metadata"), shape.rest, own, "metadata")
    for key, value in shape.metadata.items():
        if key in metadata:
            raise Refused(f"metadata.{key}", "is a name that the import itself uses")
        metadata[key] = value
    prompt_json = dumps(shape.prompt)
    split = check_text(given.get("split", ""), "split")
    if split and split not in SPLITS:
        raise Refused("split", f"must be one of {', '.join(SPLITS)}")
    external_id = check_text(given["id"], "id", 500) if "id" in given else _made_id(prompt_json, completions)
    if not external_id:
        raise Refused("id", "is empty")
    return Row(
        line=line,
        id=external_id,
        prompt=shape.prompt,
        prompt_json=prompt_json,
        completions=completions,
        priority=check_integer(given.get("priority", 0), "priority", -(2**31), 2**31 - 1),
        overlap=check_integer(given["overlap"], "overlap", 1, 32767) if "overlap" in given else None,
        split=split,
        texts={key: check_text(given[key], key, TEXT_LIMITS[key]) for key in given if key in TEXT_LIMITS},
        metadata=metadata,
        unknown=unknown + shape.unknown,
        distinct_texts=distinct_texts,
        is_transcript=shape.is_transcript,
        layout=shape.layout,
        carried=shape.carried,
        licenses=_licenses(completions),
    )


def _completions(given: Any, unknown: list[str]) -> tuple[list[Answer], int]:
    """The completions, and how many different texts they have."""
    if given is None:
        return [], 0
    if type(given) is not list:
        raise Refused("completions", "must be a list")
    if len(given) > MOST_COMPLETIONS:
        raise Refused("completions", f"are more than {MOST_COMPLETIONS}")
    seen: dict[str, int] = {}
    answers = []
    for index, value in enumerate(given):
        answer = _plain_completion(value) or _completion(value, f"completions.{index}", unknown)
        answer.first = seen.setdefault(answer.text, index)
        answers.append(answer)
    return answers, len(seen)


def _plain_completion(value: Any) -> Answer | None:
    """The ordinary completion, a text and a model in ASCII with nothing to object to; None for all others."""
    if type(value) is dict and len(value) == 2:
        text, model = value.get("text"), value.get("model")
        if type(text) is str and type(model) is str and is_plain(text) and is_plain(model) and len(model) <= 200:
            return Answer(text, model)
    return None


def _completion(value: Any, name: str, unknown: list[str]) -> Answer:
    if type(value) is str:
        return Answer(check_text(value, name))
    if type(value) is not dict:
        raise Refused(name, "must be an object with a text, or text")
    if value.get("text") is None:
        raise Refused(f"{name}.text", "is missing")
    answer = Answer(check_text(value["text"], f"{name}.text"))
    if (model := value.get("model")) is not None:
        answer.model = check_text(model, f"{name}.model", 200)
    if (license_ := value.get("license")) is not None:
        answer.license = _license(license_, answer.model, f"{name}.license")
    if (external_id := value.get("id")) is not None:
        answer.id = check_text(external_id, f"{name}.id", 500)
    if (reasoning := value.get("reasoning")) is not None:
        answer.reasoning = check_text(reasoning, f"{name}.reasoning")
    if (sampling := value.get("sampling")) is not None:
        answer.sampling = check_object(sampling, f"{name}.sampling", 4)
    own = [key for key in value if key not in COMPLETION_KEYS]
    if own or "metadata" in value:
        answer.metadata = _metadata(value.get("metadata"), value, own, f"{name}.metadata", 4)
        unknown += [key for key in (f"completions.{name}" for name in own) if key not in unknown]
    return answer


def _license(value: Any, model: str, name: str) -> str:
    license_ = check_text(value, name)
    if license_ and not model:
        raise Refused(name, "needs a model beside it: a license is the model's")
    if why := why_unfit(license_):
        raise Refused(name, why)
    return license_


def _licenses(completions: list[Answer]) -> dict[str, str] | None:
    stated: dict[str, str] | None = None
    for index, answer in enumerate(completions):
        if answer.license:
            stated = stated or {}
            if (other := stated.setdefault(answer.model, answer.license)) != answer.license:
                raise Refused(f"completions.{index}.license", f"differs from {other!r}, stated of the same model")
    return stated


def _metadata(given: Any, holder: dict[str, Any], own: list[str], name: str, depth: int = 2) -> dict[str, Any]:
    """The metadata that was given, and beside it the keys that nobody knows."""
    metadata = dict(check_object(given, name, depth)) if given is not None else {}
    prefix = name.removesuffix("metadata")
    for key in own:
        check_text(key, prefix + "key")
        if key in metadata:
            raise Refused(prefix + key, "stands beside the metadata and in it")
        check_tree(holder[key], prefix + key, depth)
        metadata[key] = holder[key]
    return metadata


def _check_number(count: int, distinct: int, least: int, most: int) -> None:
    """Rows whose texts are all the same pass: they are counted, not refused."""
    if count < least:
        raise Refused("completions", f"are {count}: {least} to {most} different texts are needed")
    if distinct > most:
        raise Refused("completions", f"have {distinct} different texts: at most {most} can be ranked")


def _made_id(prompt_json: bytes, completions: list[Answer]) -> str:
    content = dumps([[answer.text, answer.model] for answer in completions])
    return "made-" + hashlib.sha256(prompt_json + b"\n" + content).hexdigest()[:32]
