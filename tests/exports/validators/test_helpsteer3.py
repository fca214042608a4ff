import pytest

from exports.validators import Broken, check
from tests.exports.written import PAIR, folder, said, user, without


def vote(score, reasoning=""):
    return {"score": score, "reasoning": reasoning}


ROW = {
    "domain": "general", "language": "english", "context": [user()], "response1": "5", "response2": "4",
    "overall_preference": 3, "individual_preference": [vote(3, "Response 1 is wrong."), vote(2)],
}  # fmt: skip
TIE = {**ROW, "overall_preference": 0, "individual_preference": [vote(0), vote(1)]}


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(folder(tmp_path, {"preference": [ROW, TIE]}, suffix=suffix), "helpsteer3")


CORRUPT = {
    "no context": (without(ROW, "context"), "has no context"),
    "prompt as text": ({**ROW, "context": "2+2?"}, "not a list"),
    "context that ends with an answer": ({**ROW, "context": [user(), said("4")]}, "ends with the assistant"),
    "empty response": ({**ROW, "response1": " "}, "response1 is empty"),
    "response as messages": ({**ROW, "response2": [said("4")]}, "response2 is not a text"),
    "no domain": ({**ROW, "domain": ""}, "domain is empty"),
    "null language": ({**ROW, "language": None}, "language is null"),
    "same": ({**ROW, "response1": "4 "}, "are the same"),
    "beyond the scale": ({**ROW, "overall_preference": 4}, "from -3 to 3"),
    "half a point": ({**ROW, "overall_preference": 1.5}, "from -3 to 3"),
    "nobody's vote": ({**ROW, "individual_preference": []}, "nobody's vote"),
    "vote beyond the scale": ({**ROW, "individual_preference": [vote(-4)]}, "from -3 to 3"),
    "vote without reasoning": ({**ROW, "individual_preference": [{"score": 3}]}, "not just score and reasoning"),
    "null reasoning": ({**ROW, "individual_preference": [vote(3, None)]}, "reasoning is not a text"),
    "sign turned": ({**ROW, "overall_preference": -3}, "not what most of the votes say"),
    "won by half": ({**ROW, "individual_preference": [vote(3), vote(0)]}, "not what most of the votes say"),
    "tie against the votes": ({**ROW, "overall_preference": 0}, "most of the votes say otherwise"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    row, why = CORRUPT[kind]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {"preference": [ROW, TIE, row]}), "helpsteer3")
    assert (broken.value.path.name, broken.value.line) == ("train-00000-of-00001.jsonl", 3)


def test_pairs_alone(tmp_path):
    with pytest.raises(Broken, match="pairs alone"):
        check(folder(tmp_path, {"reward": [PAIR]}), "helpsteer3")
