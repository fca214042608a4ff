"""What a web process does before its first request."""

import pytest
from django.conf import settings
from django.template import base
from django.test import Client

from annotator.warm_up import own_templates, warm_up
from tests import make

pytestmark = pytest.mark.django_db


def test_all_our_templates_are_known_and_nobody_elses() -> None:
    names = set(own_templates())
    assert {"base.html", "labeling/member.html", "labeling/overview/_live.html", "exports/_code.html"} <= names
    ours = {str(path.name) for path in settings.BASE_DIR.glob("*/templates/**/*.html")}
    assert {name.rpartition("/")[2] for name in names} == ours


def test_no_page_makes_a_template_after_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    made = []
    first = base.Template.__init__

    def noted(self: base.Template, *given: object, **named: object) -> None:
        made.append(self)
        first(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(base.Template, "__init__", noted)
    project = make.project(slug="sky")
    client.force_login(make.manager(project))
    for page in ("/", "/projects/sky/", "/projects/sky/tasks/", "/projects/sky/members/"):
        assert client.get(page).status_code == 200
    # Widgets of forms are Django's own templates, in an engine of their own.
    assert [origin for origin in (str(template.origin) for template in made) if "django/forms" not in origin] == []
