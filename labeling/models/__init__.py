"""The tables of the domain. docs/architecture.md draws how they hang together."""

from labeling.models.changes import TaskBefore, TaskChange
from labeling.models.checks import RANKS, Check, CheckReason
from labeling.models.findings import Digest, JudgmentFinding, TaskFinding
from labeling.models.imports import Import, ImportProblem
from labeling.models.invitations import INVITED_ROLES, Invitation
from labeling.models.jobs import Job, JobState
from labeling.models.keys import AnswerKey
from labeling.models.licenses import PolicyLicense
from labeling.models.projects import Exclusion, GuidelineVersion, Membership, Project, ProjectState, Role, Standing
from labeling.models.prompts import Batch, Completion, GroupKey, Policy, Prompt, PromptGroup, Split
from labeling.models.qualifications import Grade, QualificationSet, QualificationTask
from labeling.models.questions import Question
from labeling.models.search import TaskWords
from labeling.models.settlements import Settlement
from labeling.models.submissions import AuthoredText, Draft, Review, Skip, SkipReason, Submission, Verdict
from labeling.models.work import (
    TRANSITIONS,
    Assignment,
    AssignmentState,
    Lane,
    Opening,
    Purpose,
    Task,
    TaskMark,
    TaskState,
)

__all__ = [
    "INVITED_ROLES",
    "RANKS",
    "TRANSITIONS",
    "AnswerKey",
    "Assignment",
    "AssignmentState",
    "AuthoredText",
    "Batch",
    "Check",
    "CheckReason",
    "Completion",
    "Digest",
    "Draft",
    "Exclusion",
    "Grade",
    "GroupKey",
    "GuidelineVersion",
    "Import",
    "ImportProblem",
    "Invitation",
    "Job",
    "JobState",
    "JudgmentFinding",
    "Lane",
    "Membership",
    "Opening",
    "Policy",
    "PolicyLicense",
    "Project",
    "ProjectState",
    "Prompt",
    "PromptGroup",
    "Purpose",
    "QualificationSet",
    "QualificationTask",
    "Question",
    "Review",
    "Role",
    "Settlement",
    "Skip",
    "SkipReason",
    "Split",
    "Standing",
    "Submission",
    "Task",
    "TaskBefore",
    "TaskChange",
    "TaskFinding",
    "TaskMark",
    "TaskState",
    "TaskWords",
    "Verdict",
]
