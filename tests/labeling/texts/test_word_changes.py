"""What a labeler changed in a text, word by word, safe to show."""

import pytest

from labeling.texts.word_changes import MOST_WORDS, word_changes


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("the red car", "the blue car", "the <del>red</del><ins>blue</ins> car"),
        ("same", "same", "same"),
        ("", "new", "<ins>new</ins>"),
        ("old", "", "<del>old</del>"),
        ("a  b\n", "a b\n", "a<del>  </del><ins> </ins>b\n"),
        ("今天很好", "今天不好", "今天<del>很</del><ins>不</ins>好"),
        ("<b>x</b>", "<i>x</i>", "<del>&lt;b&gt;x&lt;/b&gt;</del><ins>&lt;i&gt;x&lt;/i&gt;</ins>"),
    ],
)
def test_words_that_went_and_came(before: str, after: str, shown: str) -> None:
    assert word_changes(before, after) == shown


def test_where_every_word_is_frequent_the_changed_ones_are_found() -> None:
    before = "to be or not to be " * 60
    words = before.split(" ")
    words[100], words[250] = "and", "nor"
    shown = word_changes(before, " ".join(words))
    assert shown is not None
    assert shown.count("<ins>") == shown.count("<del>") == 2
    assert "<del>to</del><ins>and</ins>" in shown
    # However long: how the texts begin and end alike is not compared.
    long = "a b " * (MOST_WORDS // 20)
    assert word_changes(long + "c " + long[4:], long + "d " + long[4:]) == f"{long}<del>c</del><ins>d</ins> {long[4:]}"


def test_texts_too_long_to_compare_are_not_compared() -> None:
    assert word_changes("a b " * MOST_WORDS, "c d " * MOST_WORDS) is None
    assert word_changes("a " * (MOST_WORDS // 4), "b " * (MOST_WORDS // 4)) is not None
