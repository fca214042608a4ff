"""What the short way reads of a page: no more than it needs, and whether something is unusual at a glance.

What is looked at for that (marks, skips, reviews) is looked at whatever its number: the long way takes the moment of
the snapshot into account.
"""

# The last column says that the task is none for the short way. A prompt with several tasks goes the long one, whatever
# they are: so none is left out here.
TASKS = """
SELECT prompt.id, task.id, prompt.split, prompt.messages::text, task.external_id, task.is_adaptive, task.batch_id,
    task.source, task.source_user, task.prompt_type, task.use_case, task.language,
    prompt.is_quarantined OR mark.id IS NOT NULL
FROM labeling_prompt prompt
JOIN labeling_task task ON task.prompt_id = prompt.id
LEFT JOIN labeling_taskmark mark ON mark.task_id = task.id
WHERE prompt.id = ANY(%(ids)s)
"""
# Of each task, in the order of the assignments; the last column says that it is none for the short way.
RANKINGS = """
SELECT held.task_id, held.id, held.labeler_id, submission.role, held.purpose, held.version_id, held."order"::text,
    (submission.judgment->'tiers')::text, (submission.judgment->'strengths')::text,
    (submission.judgment->'acceptable_tiers')::text, submission.active_seconds,
    to_char(submission.submitted_at AT TIME ZONE 'UTC', 'YYYYMMDD'),
    submission.revision > 1 OR skip.assignment_id IS NOT NULL OR review.id IS NOT NULL
        OR NOT submission.judgment ? 'tiers' OR submission.judgment ? 'text'
        OR coalesce(submission.judgment->'rewrite', 'null') NOT IN ('null', '{}')
FROM labeling_assignment held
LEFT JOIN labeling_submission submission ON submission.assignment_id = held.id
    AND submission.number <= %(boundary)s
    AND (%(until)s::timestamptz IS NULL OR submission.submitted_at <= %(until)s)
LEFT JOIN labeling_skip skip ON skip.assignment_id = held.id
LEFT JOIN labeling_review review ON review.submission_id = submission.id
WHERE held.task_id = ANY(%(ids)s) AND (submission.id IS NOT NULL OR skip.assignment_id IS NOT NULL)
ORDER BY held.id
"""
# In no order: it is quicker sorted here.
ANSWERS = """
SELECT task_id, index, id, policy_id, messages::text, sampling::text, same_as_id IS NOT NULL
FROM labeling_completion WHERE task_id = ANY(%(ids)s)
"""
