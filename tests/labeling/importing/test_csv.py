"""CSV: its header and its rows."""

import pytest

from labeling.importing.lines import Limits
from tests.labeling.importing.reading import read


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        (b"prompt,prompt", "prompt stands twice"),
        (b"question,answer", "no column prompt"),
        (b"prompt;answer", "separated by semicolons"),
        (b"prompt,,id", "Column 2 has no name"),
        (b",".join([b"prompt", *(b"c%d" % n for n in range(200))]), "more than 200 columns"),
    ],
)
def test_a_csv_header_is_checked(header, detail):
    rows, problems = read(header + b"\na,b,c\n", file_name="x.csv")
    assert rows == []
    assert problems[0][:2] == (1, "FILE")
    assert detail in problems[0][2]


@pytest.mark.parametrize(
    ("row", "field", "detail"),
    [
        (b"a,1", "", "has 2 cells where the header has 6"),
        (b"a,x,,,,", "priority", "must be a whole number"),
        (b"a,1.0,,,,", "priority", "must be a whole number"),
        (b"a,99999999999,,,,", "priority", "must lie between"),
        (b"a,,{,,,", "metadata", "is not valid JSON"),
        (b'a,,"[1]",,,', "metadata", "must be an object"),
        (b"a,,,,m,", "completion_1", "is empty where model_1 is given"),
        (b"a\x00,,,,,", "prompt", "contains NUL"),
    ],
)
def test_csv_rows_are_checked(row, field, detail):
    content = b"prompt,priority,metadata,completion_1,model_1,lang\nfirst,2,{},x,m,de\n" + row + b"\nlast,,,,,\n"
    rows, problems = read(content, file_name="x.csv")
    assert [row.line for row in rows] == [2, 4]
    assert (rows[0].priority, rows[0].metadata, rows[0].completions[0].model) == (2, {"lang": "de"}, "m")
    assert problems[0][:2] == (3, field)
    assert detail in problems[0][2]


def test_an_open_quote_does_not_eat_the_file_into_memory():
    content = b'prompt\n"open\n' + b"x" * 50 + b"\n" + b"y\n" * 5000
    problems = read(content, limits=Limits(line_bytes=2000), file_name="x.csv")[1]
    assert problems[0][:2] == (2, "FILE")
    assert "open quote" in problems[0][2]
