"""Which words a text has, and what is asked for: English by its beginnings, Chinese by any stretch of it."""

import pytest

from labeling.tasks.words import MOST_BYTES, read_question, words_of


@pytest.mark.parametrize("text, words", [
    ("Explain the moon-landing, explain!", ["explain", "the", "moon", "landing"]),
    ("Über naïve Straße", ["über", "naïve", "strasse"]),
    ("天空为什么", ["天空", "空为", "为什", "什么", "么"]),
    ("用Python写", ["用", "python", "写"]),
    ("ＡＢＣ １２", ["abc", "12"]),
    ("a_b 3.14 'quoted' \\ & | ! <->", ["a", "b", "3", "14", "quoted"]),
    ("", []),
])  # fmt: skip
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of([text]) == words


@pytest.mark.parametrize("text, tsquery, stretches", [
    ("moon", "'moon':*", ()),
    ("to the Moon", "'to' & 'the':* & 'moon':*", ()),
    ("moon moon", "'moon':*", ()),
    ('"moon landing"', "'moon':* & 'landing':*", ("moon landing",)),
    ('"moon"', "'moon':*", ()),
    ("天空", "'天空'", ()),
    ("天", "'天':*", ()),
    ("为什么", "'为什' & '什么'", ("为什么",)),
    ("!&|:*()", "", ()),
    ("it's 'x' \\", "'it' & 's' & 'x'", ()),
])  # fmt: skip
def test_what_is_asked_for(text: str, tsquery: str, stretches: tuple[str, ...]) -> None:
    question = read_question(text)
    assert (question.tsquery, question.stretches) == (tsquery, stretches)


def test_endless_texts_keep_what_fits() -> None:
    words = words_of([" ".join(f"word{number}" for number in range(200_000))])
    assert 10_000 < len(words) < 200_000
    assert sum(len(word) + 8 for word in words) <= MOST_BYTES
    assert len(words_of(["x" * 10_000])[0]) == 60
