"""E-mail addresses and telephone numbers: found by shape, counted or left out as the recipe says."""

import pytest

from exports.personal_data import kinds_in
from tests import make
from tests.exports import build

MAIL, PHONE = {"email"}, {"telephone"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to ana.b+x@example.co.uk, please.", MAIL), ("mailto:x@example.org", MAIL), ("李 li@例子.公司", MAIL),
        ("+49 30 1234567", PHONE), ("(+86) 138-0013-8000", PHONE), ("call 555-123-4567.", PHONE),
        ("(212) 555-0123", PHONE), ("030 12345678", PHONE), ("020-7946-0958", PHONE), ("13800138000", PHONE),
        ("电话13812345678", PHONE), ("请拨13812345678联系", PHONE), ("01 23 45 67 89", PHONE),
        ("a@example.com or +1 212 555 0123", MAIL | PHONE),
    ],
)  # fmt: skip
def test_shapes_that_people_write(text: str, kinds: set[str]) -> None:
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-11-23", "23.11.2026", "01-02-2026", "01/02/2026", "01 02 2026",
        "2026-11-23T12:00:00Z", "192.168.100.200", "2,147,483,648", "1 + 1 = 2",
        "978-3-16-148410-0", "version 10.15.7", "in 2024 2025 2026", "3.14159265358979", "#1234567890", "@user", "a@b",
        "x = 0.12345678", "1e-10", "12345678", "5 - 10", "ratio 16:9", "git@host:path", "0x1f 0b101", "00:15:30",
        "f(2)+12345678",
    ],
)  # fmt: skip
def test_shapes_of_something_else(text: str) -> None:
    assert kinds_in(text) == set()


@pytest.mark.django_db
def test_rows_are_counted_or_left_out() -> None:
    project = make.project()
    texts = ["Ask ana@example.org", "Plain", "Call +49 30 1234567"]
    make.imported(project, [{"prompt": "Whom?", "completions": [{"text": text} for text in texts]}])
    held = make.claimed(project, make.member(project))
    build.judged(held, *[[text] for text in texts])
    configs = ["preference", "raw"]
    kept = build.export(project, configs=configs)
    assert "personal_data" not in build.manifest(kept)
    reported = build.export(project, configs=configs, personal_data="report", snapshot=str(kept.pk))
    assert reported.content_hash == kept.content_hash
    assert build.manifest(reported)["personal_data"] == {
        "preference": {"email": 2, "telephone": 2},
        "raw": {"email": 1, "telephone": 1},
    }
    dropped = build.export(project, configs=configs, personal_data="drop", snapshot=str(kept.pk))
    assert dropped.dropped["preference"] == {"personal_data": 3}
    assert (build.rows(dropped, "preference"), build.rows(dropped, "raw")) == ([], [])
