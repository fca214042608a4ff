"""What findings say of tasks and judgments. Figures are published ones, or counted by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions import erase_labeler, skip
from labeling.models import JudgmentFinding, Project, TaskFinding
from tests import make
from tests.labeling.judging import exclude, findings, people, reject, say

pytestmark = pytest.mark.django_db

FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7},
        {"name": "truth", "type": "scale", "min": 1, "max": 7},
        {"name": "harmful", "type": "flag"},
        {"name": "rude", "type": "flag"},
    ]
}


@pytest.fixture
def project() -> Project:
    project = make.project(overlap=3, ranking={"partial": True})
    make.tasks(project, 1)
    return project


def test_two_rankings_of_a_task(project: Project) -> None:
    one, other = people(project, 2)
    # As ranks [1, 2, 2, 4] and [1, 2, 3, 3]: the published vector.
    mine = say(make.claimed(project, one), 0, [1, 2], 3)
    theirs = say(make.claimed(project, other), 0, 1, [2, 3])
    make.digested(project)
    finding = TaskFinding.objects.get()
    assert (finding.judged, finding.skipped, finding.rejected, finding.hasty) == (2, 0, 0, 0)
    assert (finding.common, finding.equal, finding.half, finding.decisive, finding.decisive_equal) == (6, 0, 2, 4, 4)
    assert finding.disagreement == pytest.approx(1 / 6)
    for submission in (mine, theirs):
        held = JudgmentFinding.objects.get(pk=submission.assignment_id)
        assert held.counts
        assert (held.pairs, held.ties, held.compared, held.strict_equal) == (6, 1, 6, 4)
        assert (held.agreed_twice, held.decisive, held.decisive_equal) == (10, 4, 4)


def test_beside_the_majority_of_the_others(project: Project) -> None:
    said = [(0, 1, 2, 3), (0, 1, 2, 3), (3, 2, 1, 0)]
    for labeler, order in zip(people(project, 3), said, strict=True):
        say(make.claimed(project, labeler), *order)
    make.digested(project)
    # Each of the two has one for and one against: no majority. The third has both against.
    assert sorted(JudgmentFinding.objects.values_list("compared", "agreed_twice")) == [(0, 0), (0, 0), (6, 0)]


def test_one_judgment_alone_has_nothing_to_agree_with(project: Project) -> None:
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    make.digested(project)
    assert TaskFinding.objects.get().disagreement is None
    assert JudgmentFinding.objects.get().compared == 0


def test_a_rejected_judgment_stops_counting_and_counts_again_when_accepted(project: Project) -> None:
    submission = say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    say(make.claimed(project, make.member(project)), 3, 1, 2, 0)
    reject(submission)
    make.digested(project)
    assert TaskFinding.objects.values_list("judged", "rejected", "disagreement").get() == (1, 1, None)
    assert not JudgmentFinding.objects.get(pk=submission.assignment_id).counts
    reject(submission, "accepted")
    make.digested(project)
    assert TaskFinding.objects.values_list("judged", "rejected").get() == (2, 0)


def test_an_amended_judgment_is_found_in_its_newest_revision(project: Project) -> None:
    assignment = make.claimed(project, make.member(project))
    say(assignment, 0, 1, 2, 3, seconds=30)
    make.digested(project)
    say(assignment, [0, 1, 2, 3], seconds=5)
    make.digested(project)
    found = JudgmentFinding.objects.get()
    assert (found.ties, found.pairs) == (6, 6)
    assert found.active_seconds == 35, "what was spent on it before counts as well"


def test_an_excluded_labeler_leaves_all_their_tasks(project: Project) -> None:
    make.tasks(project, 2)
    labeler = make.member(project)
    for _ in range(3):
        say(make.claimed(project, labeler), 0, 1, 2, 3)
    make.digested(project)
    exclude(project, labeler)
    make.digested(project)
    assert set(TaskFinding.objects.values_list("judged", flat=True)) == {0}
    assert JudgmentFinding.objects.filter(counts=False).count() == 3
    exclude(project, labeler, False)
    make.digested(project)
    assert set(TaskFinding.objects.values_list("judged", flat=True)) == {1}


def test_an_exclusion_since_a_moment_keeps_what_came_before(project: Project) -> None:
    make.tasks(project, 1)
    labeler = make.member(project)
    early, late = timezone.now() - timedelta(days=2), timezone.now()
    for moment in (early, late):
        make.submitted(make.claimed(project, labeler), now=moment)
    exclude(project, labeler, since=late - timedelta(hours=1))
    make.digested(project)
    assert list(JudgmentFinding.objects.order_by("assignment_id").values_list("counts", flat=True)) == [True, False]


def test_nothing_of_an_erased_labeler_is_left(project: Project) -> None:
    labeler = make.member(project)
    say(make.claimed(project, labeler), 0, 1, 2, 3)
    make.digested(project)
    erase_labeler.erase_labeler(project=project, labeler=labeler, by=make.manager(project), now=timezone.now())
    make.digested(project)
    assert findings(project) == ([], [])


def test_skips_count_until_their_labeler_submits_after_all(project: Project) -> None:
    assignment = make.claimed(project, make.member(project))
    skip.skip(assignment=assignment, reason="unclear", now=timezone.now())
    make.digested(project)
    assert TaskFinding.objects.values_list("judged", "skipped").get() == (0, 1)
    say(assignment, 0, 1, 2, 3)
    make.digested(project)
    assert TaskFinding.objects.values_list("judged", "skipped").get() == (1, 0)


def test_surplus_judgments_are_found_but_do_not_count() -> None:
    project = make.project(overlap=1)
    make.tasks(project, 1)
    late = make.claimed(project, make.member(project), now=timezone.now() - timedelta(hours=2))
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    say(late, 0, 1, 2, 3)
    make.digested(project)
    assert TaskFinding.objects.get().judged == 1
    assert not JudgmentFinding.objects.get(pk=late.pk).counts


def test_faster_than_reading_is_hasty() -> None:
    project = make.project(overlap=2)
    rows = make.rows(1)
    rows[0]["prompt"] = "word " * 400
    make.imported(project, rows)
    for seconds in (59, 70):
        say(make.claimed(project, make.member(project)), 0, 1, 2, 3, seconds=seconds)
    make.digested(project)
    assert TaskFinding.objects.get().hasty == 1
    found = JudgmentFinding.objects.order_by("active_seconds")
    assert [one.is_hasty for one in found] == [True, False]
    assert (found[0].reading_seconds or 0) > 60


def test_flags_and_straight_lines() -> None:
    project = make.project(overlap=2, form=FORM)
    make.tasks(project, 1, completions=2)
    for answer in (4, 5):
        ratings = {"A": {"overall": 4, "truth": 4, "harmful": answer == 5}, "B": {"overall": 4, "truth": answer}}
        make.submitted(make.claimed(project, make.member(project)), ratings=ratings)
    make.digested(project)
    assert TaskFinding.objects.get().flags == ["harmful"]
    assert list(JudgmentFinding.objects.order_by("pk").values_list("is_straight", flat=True)) == [True, False]


def test_demonstrations_have_counts_and_seconds_only() -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    make.submitted(make.claimed(project, make.member(project)))
    make.digested(project)
    finding, held = TaskFinding.objects.get(), JudgmentFinding.objects.get()
    assert (finding.judged, finding.common, finding.disagreement) == (1, 0, None)
    assert (held.active_seconds, held.pairs, held.is_straight) == (12.5, 0, False)
    assert held.reading_seconds == pytest.approx(60 * 4 / 400)
