"""The pages of qualifications: making a set, deciding, grading, and what a labeler reads after an answer."""

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions.set_key import set_key
from labeling.models import Grade, Project, QualificationSet, Submission, Task
from tests import make
from tests.labeling.qualification import answer, go_through, make_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(client: Client) -> Project:
    project = make.project()
    client.force_login(make.manager(project))
    return project


def page_of(client: Client, project: Project, rest: str = "quality/qualification/") -> str:
    return client.get(f"/projects/{project.slug}/{rest}").content.decode()


def test_the_page_says_what_to_do_before_there_is_anything(of: Project, client: Client) -> None:
    page = page_of(client, of)
    assert "No qualification is asked for" in page
    assert "No free task has an answer key" in page


def test_a_manager_makes_a_set_of_tasks_with_keys(of: Project, client: Client) -> None:
    keyed, bare = make.tasks(of, 2, completions=3)
    set_key(task=keyed, by=None, now=timezone.now(), pairs=[[0, 1]])
    page = page_of(client, of)
    assert f'value="{keyed.pk}"' in page
    assert f'value="{bare.pk}"' not in page
    said = {"name": "First", "tasks": [keyed.pk], "least_pairs": "80", "least_flags": "75", "asks_members": "yes"}
    assert client.post(f"/projects/{of.slug}/quality/qualification/", said).status_code == 302
    made = QualificationSet.objects.get()
    assert (made.least_pairs, made.least_flags, made.name) == (0.8, 0.75, "First")
    assert "First" in page_of(client, of)
    bad = client.post(f"/projects/{of.slug}/quality/qualification/", said | {"tasks": [bare.pk]})
    assert bad.status_code == 200
    assert QualificationSet.objects.count() == 1


def test_demonstrations_need_no_key_but_nobody_may_have_begun_them(client: Client) -> None:
    of = make.project("demonstration", overlap=2)
    client.force_login(make.manager(of))
    begun, free = make.tasks(of, 2)
    make.claimed(of, make.member(of))
    page = page_of(client, of)
    assert f'value="{free.pk}"' in page
    assert f'value="{begun.pk}"' not in page
    said = {"name": "Write", "tasks": [free.pk], "least_grade": "5.5", "asks_members": "no"}
    assert client.post(f"/projects/{of.slug}/quality/qualification/", said).status_code == 302
    assert QualificationSet.objects.get().least_grade == 5.5


def test_candidates_are_shown_with_their_figures_and_decided_on(of: Project, client: Client) -> None:
    make_set(of, 4)
    good, bad = make.member(of, name="good"), make.member(of, name="bad")
    go_through(of, good, True, True, True, False)
    go_through(of, bad, False, False, False, False)
    page = page_of(client, of)
    assert "75 %" in page
    assert "6 of 8" in page
    assert "Not passed" in page
    url = f"/projects/{of.slug}/quality/qualification/bad/ruling/"
    client.post(url, {})
    assert make.membership(of, bad).standing == "failed"
    second = make_set(of, 1)
    client.post(url, {"again": second.pk})
    member = make.membership(of, bad)
    assert (member.standing, member.own_qualification) == ("", second)
    client.post(url, {"standing": "passed"})
    assert make.membership(of, bad).standing == "passed"
    client.post(f"/projects/{of.slug}/quality/qualification/lift/")
    of.refresh_from_db()
    assert of.qualification is None


def test_a_reviewer_grades_without_seeing_who_wrote(client: Client) -> None:
    of = make.project("demonstration")
    make_set(of, 1)
    labeler, reviewer = make.member(of, name="writer-of-this"), make.member(of, "reviewer")
    make.submitted(make.claimed(of, labeler), text="An answer to be graded.")
    client.force_login(reviewer)
    page = page_of(client, of, "grading/")
    assert "An answer to be graded." in page
    assert "writer-of-this" not in page
    url = f"/projects/{of.slug}/grading/{Submission.objects.get().pk}/"
    client.post(url, {"grade": "9"})
    assert not Grade.objects.exists()
    client.post(url, {"grade": "7", "comment": "Fine."})
    assert make.membership(of, labeler).standing == "passed"
    assert "Nothing waits for a grade" in page_of(client, of, "grading/")
    assert "Grade anew" in page_of(client, of, "grading/?graded=yes")


def test_grading_somebody_elses_project_is_not_found(client: Client) -> None:
    of = make.project("demonstration")
    make_set(of, 1)
    submission = make.submitted(make.claimed(of, make.member(of)))
    other = make.project("demonstration")
    client.force_login(make.manager(other))
    assert client.post(f"/projects/{other.slug}/grading/{submission.pk}/", {"grade": "7"}).status_code == 404


def test_the_screen_says_openly_that_it_is_a_qualification(client: Client) -> None:
    of = make.project()
    make.tasks(of, 1, completions=3)
    make_set(of, 2)
    client.force_login(labeler := make.member(of))
    held = make.claimed(of, labeler)
    page = client.get(f"/label/{of.slug}/assignments/{held.pk}/").content.decode()
    assert "Task 1 of 2" in page
    assert " data-qualification" in page


def test_after_an_answer_the_labeler_reads_the_key_in_their_own_letters(client: Client) -> None:
    of = make.project()
    make_set(of, 1)
    client.force_login(labeler := make.member(of))
    held = make.claimed(of, labeler)
    url = f"/label/{of.slug}/assignments/{held.pk}/explanation/"
    assert client.get(url).status_code == 204, "nothing before the answer"
    answer(held, is_right=False)
    page = client.get(url).content.decode()
    letter = {index: "ABC"[place] for place, index in enumerate(held.order)}
    assert f"{letter[0]} › {letter[1]}" in page
    assert "✗" in page
    assert "Because" in page
    # The next task is on the screen by now.
    (prompt,) = held.task.prompt.messages
    texts = held.task.completions.order_by("index").values_list("messages__0__content", flat=True)
    for part in (prompt["content"], *(f'<dt>{letter[index]}</dt><dd dir="auto">{texts[index]}' for index in range(3))):
        assert part in page, part
    assert "You have not passed" in page
    assert "You have not passed" in client.get("/").content.decode()
    client.force_login(make.member(of))
    assert client.get(url).status_code == 404


def test_work_and_gold_explain_nothing(client: Client) -> None:
    of = make.project()
    (task,) = make.tasks(of, 1, completions=3)
    set_key(task=task, by=None, now=timezone.now(), pairs=[[0, 1]], explanation="Secret.")
    client.force_login(labeler := make.member(of))
    held = make.claimed(of, labeler)
    make.submitted(held)
    assert client.get(f"/label/{of.slug}/assignments/{held.pk}/explanation/").status_code == 204


def test_who_has_not_passed_is_told_so_and_gets_nothing(client: Client) -> None:
    of = make.project()
    make.tasks(of, 1, completions=3)
    make_set(of, 1)
    client.force_login(labeler := make.member(of))
    go_through(of, labeler, False)
    told = client.post(f"/api/projects/{of.slug}/assignments/", {}, content_type="application/json")
    assert (told.status_code, told.headers["X-Nothing-Left"]) == (204, "not_qualified")
    page = client.post(f"/label/{of.slug}/next/", {"ahead": False, "besides": []}, content_type="application/json")
    assert page.status_code == 204
    assert "not%20passed" in page.headers["X-Nothing-Left-Detail"]
    assert Task.objects.filter(assignments__labeler=labeler, purpose="work").count() == 0


def test_no_ruling_takes_a_task_out_of_its_set(of: Project, client: Client) -> None:
    make_set(of, 1)
    task = Task.objects.get()
    client.post(f"/projects/{of.slug}/tasks/{task.pk}/gold/", {"choice": "not_gold"})
    client.post(f"/projects/{of.slug}/tasks/{task.pk}/gold/", {"choice": "gold"})
    task.refresh_from_db()
    assert (task.purpose, task.opening.is_held) == ("qualification", True)
