"""Rankings: completions in tiers, best first, with everything else that one look can tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from labeling.kinds.errors import InvalidJudgment, InvalidSettings
from labeling.kinds.form import check_form, is_whole, parse_answers
from labeling.kinds.texts import check_written_text

name = "ranking"
label = gettext_lazy("Ranking")
template = "labeling/_ranking.html"
# How many distinct completions a task shows (InstructGPT used 4 to 9; a pair is 2).
fewest_cards, most_cards = 2, 9

DEFAULTS: dict[str, Any] = {
    "ties": True,
    "partial": False,
    # False, True (the line is asked for), or "both_bad" (only a tie of all may say that all are bad).
    "acceptability": False,
    "strength": 0,
    # Strengths are for pairs; True asks for them between neighbouring tiers of larger rankings too.
    "strength_beyond_pairs": False,
    "rewrite": "off",
    # Everybody sees the completions as they were written, so that looks do not win.
    "plain": False,
}
ALLOWED: dict[str, tuple[Any, ...]] = {
    "ties": (True, False),
    "partial": (True, False),
    "acceptability": (True, False, "both_bad"),
    "strength": (0, 4, 7),
    "strength_beyond_pairs": (True, False),
    "rewrite": ("off", "optional", "required"),
    "plain": (True, False),
}
KEYS = ("tiers", "unranked", "acceptable_tiers", "strengths", "ratings", "answers", "rewrite")


def check_settings(ranking: Any, form: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return ranking settings and form with defaults filled in, or raise InvalidSettings."""
    if not isinstance(ranking, dict):
        raise InvalidSettings(fields={"ranking": [_("It is an object of settings.")]})
    for key, value in ranking.items():
        if key not in ALLOWED:
            raise InvalidSettings(fields={f"ranking.{key}": [_("There is no such setting.")]})
        # `True in (0, 4, 7)` must not pass: compare the types too.
        if not any(value == allowed and type(value) is type(allowed) for allowed in ALLOWED[key]):
            choices = ", ".join(str(allowed).lower() for allowed in ALLOWED[key])
            raise InvalidSettings(fields={f"ranking.{key}": [_("It is one of: %(choices)s.") % {"choices": choices}]})
    return DEFAULTS | ranking, check_form(form, sections=("completion", "task"))


def parse_judgment(
    judgment: Any,
    *,
    labels: Sequence[str],
    texts: Mapping[str, str],
    ranking: Mapping[str, Any],
    form: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the judgment with all its keys, or raise InvalidJudgment naming the place.

    labels: the letters of this assignment, in order; texts: the text under each letter.
    """
    if not isinstance(judgment, dict):
        raise InvalidJudgment(fields={"judgment": [_("It is an object.")]})
    if unknown := [key for key in judgment if key not in KEYS]:
        raise InvalidJudgment(fields={str(unknown[0]): [_("A ranking has no such key.")]})
    ranking, labels = DEFAULTS | dict(ranking), list(labels)
    tiers, unranked = parse_tiers(judgment, labels=labels, ranking=ranking)
    return {
        "tiers": tiers,
        "unranked": unranked,
        "acceptable_tiers": parse_line(judgment.get("acceptable_tiers"), tiers=tiers, asked=ranking["acceptability"]),
        "strengths": parse_strengths(judgment.get("strengths"), tiers=tiers, card_count=len(labels), ranking=ranking),
        "ratings": parse_ratings(judgment.get("ratings"), labels=labels, questions=form.get("completion", [])),
        "answers": parse_answers(judgment.get("answers"), form.get("task", []), "answers"),
        "rewrite": parse_rewrite(judgment.get("rewrite"), texts=texts, asked=ranking["rewrite"]),
    }


def parse_tiers(
    judgment: Mapping[str, Any], *, labels: Sequence[str], ranking: Mapping[str, Any]
) -> tuple[list[list[str]], list[str]]:
    tiers, unranked = judgment.get("tiers"), judgment.get("unranked") or []
    if not isinstance(tiers, list) or not all(isinstance(tier, list) and tier for tier in tiers):
        raise InvalidJudgment(fields={"tiers": [_("It is a list of tiers, best first; each is a list of letters.")]})
    if not isinstance(unranked, list):
        raise InvalidJudgment(fields={"unranked": [_("It is a list of letters.")]})
    placed = [letter for tier in tiers for letter in tier]
    for place, letters in (("tiers", placed), ("unranked", unranked)):
        if wrong := [letter for letter in letters if letter not in labels]:
            raise InvalidJudgment(fields={place: [_("There is no completion %(wrong)s.") % {"wrong": wrong[0]}]})
    everywhere = placed + unranked
    if twice := [letter for letter in labels if everywhere.count(letter) > 1]:
        raise InvalidJudgment(fields={"tiers": [_("Completion %(twice)s is placed twice.") % {"twice": twice[0]}]})
    if missing := [letter for letter in labels if letter not in everywhere]:
        raise InvalidJudgment(fields={"tiers": [_("Completion %(missing)s is not placed.") % {"missing": missing[0]}]})
    if unranked and not ranking["partial"]:
        raise InvalidJudgment(fields={"unranked": [_("This project asks for every completion to be placed.")]})
    if not placed:
        raise InvalidJudgment(fields={"tiers": [_("Nothing is placed yet.")]})
    if not ranking["ties"] and any(len(tier) > 1 for tier in tiers):
        raise InvalidJudgment(fields={"tiers": [_("This project does not take ties.")]})
    return tiers, unranked


def parse_line(line: Any, *, tiers: list[list[str]], asked: Any) -> int | None:
    if asked == "both_bad":
        if line is None or (is_whole(line) and line == 0 and len(tiers) == 1):
            return line  # type: ignore[no-any-return]
        raise InvalidJudgment(fields={"acceptable_tiers": [_("It is null, or 0 when all are tied and all are bad.")]})
    if not asked:
        if line is not None:
            raise InvalidJudgment(fields={"acceptable_tiers": [_("This project does not ask for it.")]})
        return None
    if not is_whole(line) or not 0 <= line <= len(tiers):
        raise InvalidJudgment(
            fields={
                "acceptable_tiers": [_("Set the line: a whole number from 0 to %(count)s.") % {"count": len(tiers)}]
            }
        )
    return int(line)


def parse_strengths(
    strengths: Any, *, tiers: list[list[str]], card_count: int, ranking: Mapping[str, Any]
) -> list[int]:
    strengths = [] if strengths is None else strengths
    scale = ranking["strength"] if card_count == 2 or ranking["strength_beyond_pairs"] else 0
    if not isinstance(strengths, list):
        raise InvalidJudgment(fields={"strengths": [_("It is a list with one level per gap between tiers.")]})
    if not scale:
        if strengths:
            raise InvalidJudgment(fields={"strengths": [_("This project does not ask for strengths here.")]})
        return []
    if len(strengths) != len(tiers) - 1:
        raise InvalidJudgment(
            fields={"strengths": [_("One level per gap between tiers: %(count)s.") % {"count": len(tiers) - 1}]}
        )
    lowest = 0 if scale == 4 else 1
    if not all(is_whole(level) and lowest <= level <= 3 for level in strengths):
        raise InvalidJudgment(
            fields={"strengths": [_("Each level is a whole number from %(lowest)s to 3.") % {"lowest": lowest}]}
        )
    return strengths


def parse_ratings(ratings: Any, *, labels: Sequence[str], questions: Sequence[Any]) -> dict[str, Any]:
    ratings = {} if ratings is None else ratings
    if not isinstance(ratings, dict):
        raise InvalidJudgment(fields={"ratings": [_("It maps letters to answers.")]})
    if unknown := [letter for letter in ratings if letter not in labels]:
        raise InvalidJudgment(fields={"ratings": [_("There is no completion %(unknown)s.") % {"unknown": unknown[0]}]})
    if not questions:
        if any(ratings.values()):
            raise InvalidJudgment(fields={"ratings": [_("This project's form has no questions on completions.")]})
        return {}
    return {letter: parse_answers(ratings.get(letter), questions, f"ratings.{letter}") for letter in labels}


def parse_rewrite(rewrite: Any, *, texts: Mapping[str, str], asked: str) -> dict[str, Any] | None:
    if rewrite is None:
        if asked == "required":
            raise InvalidJudgment(
                fields={"rewrite": [_("This project asks for a rewrite, or for 'perfect as it is'.")]}
            )
        return None
    if asked == "off":
        raise InvalidJudgment(fields={"rewrite": [_("This project does not ask for a rewrite.")]})
    if not isinstance(rewrite, dict) or not set(rewrite) <= {"of", "text", "unchanged"} or "of" not in rewrite:
        raise InvalidJudgment(
            fields={"rewrite": [_('It is {"of": letter or null, "text"} or {"of", "unchanged": true}.')]}
        )
    base = rewrite["of"]
    if base is not None and (not isinstance(base, str) or base not in texts):
        raise InvalidJudgment(fields={"rewrite.of": [_("There is no completion %(base)s.") % {"base": base}]})
    if "unchanged" in rewrite:
        if rewrite["unchanged"] is not True or base is None or "text" in rewrite:
            raise InvalidJudgment(fields={"rewrite": [_('"unchanged" is true, names a completion and has no text.')]})
        return {"of": base, "unchanged": True}
    text = check_written_text(rewrite.get("text"), "rewrite.text")
    if base is not None and text == texts[base]:
        raise InvalidJudgment(fields={"rewrite.text": [_('It equals the original: say "unchanged" instead.')]})
    return {"of": base, "text": text}


def authored_texts(judgment: Mapping[str, Any]) -> list[str]:
    """The texts that the labeler wrote, so that they never rank them."""
    rewrite = judgment.get("rewrite") or {}
    return [rewrite["text"]] if "text" in rewrite else []


def summarise(judgment: Mapping[str, Any]) -> str:
    """One line for lists: "B > A = D > C"."""
    return " > ".join(" = ".join(tier) for tier in judgment["tiers"])
