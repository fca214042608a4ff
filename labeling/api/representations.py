"""How things look in the API: the JSON of the contract, made in one place for API and pages."""

import hashlib
from typing import Any

from labeling import queries
from labeling.models import AssignmentState, Completion, Membership, Project, Question, Role, Submission, Task, Verdict
from labeling.screen import sheets
from labeling.tasks.task import state_of

# States that only we tell apart.
SEEN_AS = {AssignmentState.EXPIRED: AssignmentState.RELEASED}


def project_json(project: Project, *, is_manager: bool) -> dict[str, Any]:
    """The project; only managers see its seed, with which anybody could tell the split of every prompt they read."""
    version = queries.current_version(project)
    return {
        "slug": project.slug,
        "name": project.name,
        "kind": project.kind,
        "preset": project.preset,
        "guidelines": version.guidelines,
        "guideline_version": version.number,
        "overlap": project.overlap,
        "splits": project.splits,
        "split_seed": project.split_seed if is_manager else None,
        "lease_minutes": project.lease_minutes,
        "ranking": version.ranking,
        "form": version.form,
        "state": project.state,
    }


def member_json(place: Membership) -> dict[str, Any]:
    return {"username": place.user.username, "role": place.role}


def assignment_json(sheet: sheets.Sheet) -> dict[str, Any]:
    """What a labeler may know of an assignment; nothing else of it ever leaves the server for them."""
    assignment, version = sheet.assignment, sheet.version
    return {
        "id": str(assignment.pk),
        "project": assignment.project.slug,
        "kind": assignment.project.kind,
        "state": SEEN_AS.get(AssignmentState(assignment.state), assignment.state),
        "leased_until": assignment.leased_until,
        "prompt": sheet.messages,
        "completions": [{"label": letter, "content": text} for letter, text in sheet.completions],
        "ranking": version.ranking,
        "form": version.form,
        "guidelines": version.guidelines,
        "guideline_version": version.number,
        "draft": {"revision": sheet.draft.revision, "judgment": sheet.draft.judgment} if sheet.draft else None,
        "submission": submission_json(sheet.submission) if sheet.submission else None,
    }


def submission_json(submission: Submission) -> dict[str, Any]:
    return {
        "id": str(submission.client_id),
        "revision": submission.revision,
        "judgment": submission.judgment,
        "active_seconds": submission.active_seconds,
        "surplus": submission.is_surplus,
        "submitted_at": submission.submitted_at,
    }


def history_json(submission: Submission) -> dict[str, Any]:
    """A submission with the assignment under which it can be opened and amended, and what a reviewer said of it."""
    reviews = sorted(submission.reviews.all(), key=lambda one: one.number)
    review = reviews[-1] if reviews and reviews[-1].verdict != Verdict.WITHDRAWN else None
    return {
        "assignment": str(submission.assignment_id),
        **submission_json(submission),
        "review": {"verdict": review.verdict, "comment": review.comment} if review else None,
    }


def task_json(task: Task, role: str, *, submissions: list[Submission] | None = None) -> dict[str, Any]:
    """A task as reviewers and managers see it; policies, split and names out of the file only for managers."""
    is_manager = role == Role.MANAGER
    names = completion_names(task, is_manager)
    shown: dict[str, Any] = {
        "id": str(task.pk),
        "external_id": task.external_id if is_manager else "",
        "batch": task.batch.name,
        "split": task.prompt.split if is_manager else "",
        "state": state_of(task),
        "priority": task.priority,
        "overlap": task.opening.allowed,
        "submitted": task.opening.counted,
        "prompt": task.prompt.messages,
        "completions": [completion_json(completion, name, is_manager) for name, completion in names],
    }
    if submissions is not None:
        by_index = {completion.index: name for name, completion in names}
        shown["submissions"] = [staff_submission_json(submission, by_index) for submission in submissions]
    return shown


def completion_names(task: Task, is_manager: bool) -> list[tuple[str, Completion]]:
    """Managers get ids in file order; reviewers one card per text under names that tell no order."""
    completions = sorted(task.completions.all(), key=lambda completion: completion.index)
    if is_manager:
        return [(str(completion.pk), completion) for completion in completions]
    secret = task.project.secret
    return sorted(
        (hashlib.sha256(f"{secret}:{completion.pk}".encode()).hexdigest()[:12], completion)
        for completion in completions
        if completion.same_as_id is None
    )


def completion_json(completion: Completion, name: str, is_manager: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": name, "content": completion.text}
    if is_manager:
        shown["model"] = completion.policy.name if completion.policy else None
    return shown


def staff_submission_json(submission: Submission, names: dict[int, str]) -> dict[str, Any]:
    """A submission with its labeler; `order` names the completions behind the letters A, B, C..."""
    assignment = submission.assignment
    return {
        **submission_json(submission),
        "labeler": assignment.labeler.username,
        "order": [names[index] for index in assignment.order],
    }


def own_question_json(question: Question) -> dict[str, Any]:
    """A question as its asker sees it."""
    return {
        "id": str(question.client_id),
        "assignment": str(question.assignment_id),
        "text": question.text,
        "asked_at": question.asked_at,
        "answer": question.answer or None,
        "answered_at": question.answered_at,
    }


def staff_question_json(question: Question, role: str) -> dict[str, Any]:
    """A question with its asker; `order` names the completions behind the letters that it may speak of."""
    assignment = question.assignment
    names = {completion.index: name for name, completion in completion_names(assignment.task, role == Role.MANAGER)}
    return {
        "id": str(question.pk),
        "task": str(assignment.task_id),
        "asker": question.asker.username,
        "order": [names[index] for index in assignment.order],
        "text": question.text,
        "asked_at": question.asked_at,
        "answer": question.answer or None,
        "answered_by": question.answered_by.username if question.answered_by else None,
        "answered_at": question.answered_at,
        "read_at": question.read_at,
        "faq_question": question.faq_question or None,
    }
