"""The guidelines' section of questions and answers."""

import pytest

from labeling.questions import faq

ENTRY = "### Why?\n\nBecause."


def test_the_section_is_made_at_the_end() -> None:
    assert faq.with_entry("# Guide\n\nBe fair.\n", ENTRY) == (
        "# Guide\n\nBe fair.\n\n## Questions and answers\n\n### Why?\n\nBecause.\n"
    )
    assert faq.with_entry("", ENTRY) == "## Questions and answers\n\n### Why?\n\nBecause.\n"


def test_later_entries_follow_earlier_ones() -> None:
    twice = faq.with_entry(faq.with_entry("Be fair.", ENTRY), "### And how?\n\nSo.")
    assert twice.endswith("### Why?\n\nBecause.\n\n### And how?\n\nSo.\n")
    assert twice.count("## Questions and answers") == 1


def test_a_section_that_was_moved_is_found_and_stays_there() -> None:
    text = "# Questions and answers\n\n### Old\n\nYes.\n\n# Last words\n\nThanks.\n"
    changed = faq.with_entry(text, ENTRY)
    assert changed == f"# Questions and answers\n\n### Old\n\nYes.\n\n{ENTRY}\n\n# Last words\n\nThanks.\n"


@pytest.mark.parametrize(
    "answer", ["# Loud\n\nsaid", "Loud\n====\n\nsaid", "```sh\n# no heading\n```", "```\nleft open\n# still code"]
)
def test_an_answer_never_breaks_the_section(answer: str) -> None:
    first = faq.with_entry("Be fair.", faq.entry("Code?", answer))
    second = faq.with_entry(first, ENTRY)
    assert second == f"{first.rstrip()}\n\n{ENTRY}\n"
    assert [title for _, title in faq.headings(second)][-1] == "Why?"


def test_a_question_becomes_one_line() -> None:
    assert faq.entry("Is this\n\nfine?", " Yes. ") == "### Is this fine?\n\nYes."


def test_a_corrected_entry_takes_the_place_of_the_old_one_unless_somebody_reworded_it() -> None:
    text = faq.with_entry(faq.with_entry("Be fair.", ENTRY), "### And how?\n\nSo.")
    corrected = faq.with_entry(text, "### Why?\n\nSince.", instead_of=ENTRY)
    assert corrected == text.replace("Because.", "Since.")
    reworded = text.replace("Because.", "By reason.")
    assert faq.with_entry(reworded, "### Why?\n\nSince.", instead_of=ENTRY).endswith("So.\n\n### Why?\n\nSince.\n")
