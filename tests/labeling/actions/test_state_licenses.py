"""Licenses of policies: who said what and when, one statement after the other."""

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Invalid
from accounts.models import Event
from labeling.actions.state_licenses import state_licenses
from labeling.models import PolicyLicense, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    of = make.project()
    make.tasks(of, completions=2)
    return of


def state(project: Project, **licenses: str) -> list[PolicyLicense]:
    named = {name.replace("_", "-"): license_ for name, license_ in licenses.items()}
    return state_licenses(project=project, licenses=named, by=make.manager(project), now=make.NOON)


def test_the_newest_statement_holds_and_each_one_stays(project: Project) -> None:
    state(project, policy_0="MIT")
    state(project, policy_0="Apache-2.0", policy_1="MIT")
    told = PolicyLicense.objects.order_by("number").values_list("policy__name", "license")
    assert list(told) == [("policy-0", "MIT"), ("policy-0", "Apache-2.0"), ("policy-1", "MIT")]
    changed = Event.objects.filter(verb="policy.licensed").order_by("id")[1]
    assert (changed.actor, changed.details) == (
        make.manager(project),
        {"model": "policy-0", "license": "Apache-2.0", "before": "MIT"},
    )


def test_what_holds_already_is_not_said_again(project: Project) -> None:
    assert len(state(project, policy_0="MIT", policy_1="")) == 1
    assert state(project, policy_0="MIT") == []
    assert Event.objects.filter(verb="policy.licensed").count() == 1


def test_a_statement_is_taken_back_by_an_empty_one(project: Project) -> None:
    state(project, policy_0="MIT")
    assert [one.license for one in state(project, policy_0="")] == [""]


@pytest.mark.parametrize("license_", [" MIT", "MIT\n", "a\tb", "MIT|GPL", "x" * 201, "a\0b"])
def test_what_is_no_license_is_refused_and_nothing_is_said(project: Project, license_: str) -> None:
    with pytest.raises(Invalid) as refused:
        state(project, policy_0=license_, policy_1="MIT")
    assert list(refused.value.fields) == ["policy-0"]
    assert not PolicyLicense.objects.exists()


def test_unknown_policies_are_named(project: Project) -> None:
    with pytest.raises(Invalid) as refused:
        state_licenses(project=project, licenses={"nobody": "MIT", "a\0": "MIT"}, by=None, now=make.NOON)
    assert sorted(refused.value.fields) == ["a\0", "nobody"]


def test_statements_are_never_changed(project: Project) -> None:
    state(project, policy_0="MIT")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PolicyLicense.objects.update(license="GPL-3.0-only")
