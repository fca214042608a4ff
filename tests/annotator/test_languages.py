"""In which language people read, and that no English slips past gettext."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import override

from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.models import User
from labeling.actions.skip import skip
from labeling.models import Submission
from labeling.screen.screen_words import WORDS
from labeling.views.sections import SECTIONS
from tests import make

pytestmark = pytest.mark.django_db


def test_a_choice_is_kept_on_the_account_and_goes_ahead_of_every_browser(client: Client) -> None:
    person = make.user("ada")
    client.force_login(person)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    other_device = Client(headers={"accept-language": "en"})
    other_device.force_login(person)
    page = other_device.get("/").content.decode()
    assert '<html lang="zh-hans" dir="ltr"' in page
    assert "我的项目" in page


def test_before_any_choice_the_browser_is_asked() -> None:
    browser = Client(headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"})
    assert "登录" in browser.get("/sign-in/").content.decode()


def test_a_choice_made_before_signing_in_goes_on_until_the_account_has_one(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/sign-in/"})
    client.force_login(make.user())
    assert "我的项目" in client.get("/").content.decode()


def test_a_language_that_is_not_there_is_not_kept(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    client.post("/i18n/setlang/", {"language": "tlh", "next": "/"})
    person.refresh_from_db()
    assert person.preferences == {}


@pytest.mark.parametrize("asked, said", [("", "There is no such project"), ("zh-CN", "没有这个项目")])
def test_the_api_speaks_english_unless_asked(client: Client, asked: str, said: str) -> None:
    client.force_login(make.user())
    answer = client.get("/api/projects/nowhere/", headers={"accept-language": asked} if asked else {}).json()
    assert answer["error"] == "not_found"
    assert said in answer["detail"]


def test_what_a_preset_brought_is_read_in_ones_language(client: Client) -> None:
    project = make.project(preset="instructgpt")
    make.tasks(project)
    labeler = make.member(project)
    client.force_login(labeler)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    held = make.claimed(project, labeler)
    page = client.get(f"/label/{project.slug}/assignments/{held.pk}/").content.decode()
    assert "总体质量" in page
    assert "Overall quality" not in page


def test_words_of_a_project_that_look_like_ours_stay_as_they_are(client: Client) -> None:
    project = make.project(form={"completion": [{"name": "save", "label": "Save", "type": "flag"}]})
    make.tasks(project)
    labeler = make.member(project)
    client.force_login(labeler)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    held = make.claimed(project, labeler)
    assert "<bdi>Save</bdi>" in client.get(f"/label/{project.slug}/assignments/{held.pk}/").content.decode()


def test_every_word_of_the_screen_has_its_chinese() -> None:
    signs = {"tie-sign"}
    with override("zh-hans"):
        assert [name for name, word in WORDS.items() if not re.search(r"[\u4e00-\u9fff：]", str(word))] == sorted(signs)


# What is not ours to translate: names, and the words of files.
NAMES = {
    "Annotator", "English", "API", "SHA", "JSON", "Lines", "Parquet", "Esc", "Markdown", "zip", "ranking", "train",
    "rows", "jsonl", "instructgpt", "min", "UTC", "Enter", "Ctrl", "Shift", "Alt", "TRL", "Unsloth", "OpenRLHF",
    "LLaMA", "Factory", "axolotl", "NeMo", "verl", "swift", "OpenAI", "HelpSteer", "CSV",
}  # fmt: skip
SAID = ("aria-label", "title", "placeholder", "alt")
UNSAID = ("script", "style", "code", "pre", "kbd", "textarea", "svg")


class Reader(HTMLParser):
    """Collects what a person sees or hears of a page."""

    VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "source", "col", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.heard: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        is_silent = tag in UNSAID or "mono" in given.get("class", "").split()
        if not any(self.open) and not is_silent:
            self.heard += [given[name] for name in SAID if name in given]
        if tag not in self.VOID:
            self.open.append(is_silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.open:
            self.open.pop()

    def handle_data(self, text: str) -> None:
        if not any(self.open):
            self.heard.append(text)


def slipped(page: str) -> list[str]:
    """The English of a page that gettext has not seen: all of its words stand between ⟦ and ⟧ here."""
    reader = Reader()
    reader.feed(page)
    # A message may hold tags: its brackets then stand in different texts.
    found, depth = [], 0
    for text in reader.heard:
        left = ""
        for sign in text:
            depth += (sign == "⟦") - (sign == "⟧")
            left += sign if depth == 0 else " "
        found += [(word, text.strip()[:90]) for word in re.findall(r"[A-Za-z]{3,}", left) if word not in NAMES]
    return [f"{word}: {text}" for word, text in found]


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every message stands in brackets."""
    catalog = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(catalog, "gettext", lambda message: f"⟦{message}⟧" if message else "", raising=False)
    monkeypatch.setattr(catalog, "pgettext", lambda context, message: f"⟦{message}⟧", raising=False)
    plural: Any = lambda one, many, number: f"⟦{one if number == 1 else many}⟧"  # noqa: E731
    monkeypatch.setattr(catalog, "ngettext", plural, raising=False)
    monkeypatch.setattr(catalog, "npgettext", lambda context, *given: plural(*given), raising=False)


@pytest.fixture
def people() -> tuple[Any, User | None, User]:
    """A project in which all that can be seen has happened; its texts are not in Latin letters."""
    project = make.project(by=make.user("мая"), preset="instructgpt", name="项目", slug="demo", guidelines="标注指南。")
    lines = [
        {"id": f"{number}", "prompt": f"问题{number}？", "batch": "批",
         "completions": [{"text": f"回答{number}{index}", "model": "甲乙丙丁"[index]} for index in range(4)]}
        for number in range(4)
    ]  # fmt: skip
    make.imported(project, lines)
    labeler = make.member(project, name="лин")
    first = make.claimed(project, labeler)
    ratings = {letter: {"overall": 4, "hallucination": True} for letter in "ABCD"}
    make.submitted(first, ratings=ratings)
    skip(assignment=make.claimed(project, labeler), reason="unclear", now=timezone.now())
    return project, project.created_by, labeler


LABELER = ["/", "/label/demo/", "/label/demo/history/", "/label/demo/questions/", "/label/demo/progress/",
           "/account/", "/account/tokens/", "/account/password/", "/sign-out/", "/nowhere/"]  # fmt: skip
MANAGER = ["/", "/projects/", "/projects/new/", "/projects/demo/", "/projects/demo/tasks/", "/projects/demo/import/",
           "/projects/demo/tasks/?state=done", "/projects/demo/members/", "/projects/demo/settings/",
           "/projects/demo/invite/", "/projects/demo/members/лин/", "/projects/demo/judgments/?by=лин&day=2000-01-01",
           "/projects/demo/judgments/",
           "/projects/demo/members/лин/exclusion/", "/projects/demo/exports/holding/лин/",
           "/projects/demo/quality/", "/projects/demo/quality/gold/", "/projects/demo/quality/qualification/",
           "/projects/demo/grading/",
           "/projects/demo/review/", "/projects/demo/questions/", "/projects/demo/exports/", "/projects/demo/live/",
           "/projects/demo/exports/latest/", "/projects/demo/exports/new/", "/projects/demo/trail/",
           *(f"/projects/demo/settings/{section.slug}/" for section in SECTIONS)]  # fmt: skip


def test_no_english_slips_past_gettext_on_a_labelers_pages(client: Client, pseudo: None, people: Any) -> None:
    project, _maya, labeler = people
    client.force_login(labeler)
    held = make.claimed(project, labeler)
    pages = [*LABELER, f"/label/demo/assignments/{held.pk}/"]
    assert {page: left for page in pages if (left := slipped(client.get(page).content.decode()))} == {}


def test_no_english_slips_past_gettext_on_a_managers_pages(client: Client, pseudo: None, people: Any) -> None:
    project, maya, _lin = people
    User.objects.filter(pk=maya.pk).update(can_create_projects=True)
    client.force_login(maya)
    task, job = project.tasks.order_by("id")[0], project.imports.get()
    said = Submission.objects.get()
    pages = [*MANAGER, f"/projects/demo/tasks/{task.pk}/", f"/projects/demo/import/{job.pk}/",
             f"/projects/demo/review/{said.pk}/"]  # fmt: skip
    assert {page: left for page in pages if (left := slipped(client.get(page).content.decode()))} == {}
    for asked in ({"configs": ["preference", "kto", "raw"]}, {"configs": ["raw"], "min_votes": "0"}):
        assert slipped(client.post("/projects/demo/exports/preview/", asked).content.decode()) == []


def test_no_english_slips_past_gettext_before_signing_in(client: Client, pseudo: None) -> None:
    person = make.user("мая")
    link = make_sign_in_link(user=person, by=None, now=timezone.now())
    pages = ["/sign-in/", "/sign-in/inactive/", urlsplit(link).path, "/sign-in/link/gone/"]
    assert {page: left for page in pages if (left := slipped(client.get(page).content.decode()))} == {}
