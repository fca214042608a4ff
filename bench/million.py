"""A project of a million tasks and three million judgments, written by INSERT ... SELECT: all constraints hold.

Made for what lists and pages cost, so it has of everything: batches, splits, languages, policies, labelers of
uneven diligence, skips, rejected work, parked and gold tasks, findings, the trail. Judged are the first 85 %; of the
rest the first 50,000 (a twentieth) were judged by the veteran alone, as somebody who worked ahead of all others.

Used by `bench.pages` inside a product's own process: million.fill("bench-million", 1_000_000).
"""

import random
import string
from typing import Any

from django.utils import timezone

from bench import judged
from bench.inserting import insert, run
from labeling.actions import read_words
from labeling.models import (
    Batch,
    Completion,
    Import,
    Lane,
    Opening,
    Policy,
    Project,
    Prompt,
    PromptGroup,
    Task,
)
from tests import make

LABELERS = 200
POLICIES = 6
PIECES = 4000
# Batches: each is an import.
IMPORTS = 20
HAN = (
    "的一是不了人在有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
USES = [
    "generation",
    "open_qa",
    "brainstorming",
    "chat",
    "rewrite",
    "summarization",
    "classification",
    "other",
    "closed_qa",
    "extract",
]

OF_POLICY = "(%(policies)s::bigint[])[1 + (h + i * (1 + h / 5 %% 5)) %% 6]"
ANSWER = """jsonb_build_array(jsonb_build_object('role', 'assistant', 'content',
    'Answer ' || i || ' to ' || n || ': ' || left(a.english, 120)))"""


def fill(slug: str, tasks: int, *, is_judged: bool = True) -> Project:
    """Make the project with its people, tasks and, unless it is to be fresh, judgments. Names begin with the slug."""
    project = make.project(slug=slug, name=slug, overlap=3, by=make.user(f"{slug}-manager"))
    people = [make.member(project, name=f"{slug}-{number}").pk for number in range(LABELERS if is_judged else 10)]
    make.member(project, "reviewer", name=f"{slug}-reviewer")
    policies = [Policy.objects.create(project=project, name=f"policy-{number}").pk for number in range(POLICIES)]
    Lane.objects.create(project=project, rank=1)
    write_pieces()
    for number in range(IMPORTS):
        job = one_import(project, number)
        first, last = tasks * number // IMPORTS, tasks * (number + 1) // IMPORTS
        write_tasks(project, job, first, last, policies)
        read_words.read(job)
    if is_judged:
        judged.judge(project, people)
    run("ANALYZE")
    return project


def write_pieces() -> None:
    """Stretches of words as people use them, some often and most rarely; and of Chinese."""
    chance = random.Random(1)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(20_000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    english = [" ".join(chance.choices(words, weights, k=45)) for _ in range(PIECES)]
    chinese = ["".join(chance.choices(HAN, k=90)) + "。" for _ in range(PIECES)]
    run("DROP TABLE IF EXISTS pieces")
    run("CREATE TEMP TABLE pieces (number int PRIMARY KEY, english text, chinese text)")
    run(
        "INSERT INTO pieces SELECT n - 1, e, c FROM unnest(%(e)s, %(c)s) WITH ORDINALITY AS u (e, c, n)",
        {"e": english, "c": chinese},
    )


def one_import(project: Project, number: int) -> Import:
    now = timezone.now()
    Batch.objects.create(project=project, name=f"batch-{number:02}", created_at=now)
    return Import.objects.create(
        project=project, file_name=f"part-{number:02}.jsonl", state="done", progress=1, path="", created=1,
        created_at=now, started_at=now, finished_at=now,
    )  # fmt: skip


def write_tasks(project: Project, job: Import, first: int, last: int, policies: list[int]) -> None:
    """Number `first` and up to `last`: groups, prompts, tasks, completions, openings."""
    batch = Batch.objects.filter(project=project).order_by("-id")[0]
    given = {"project": project.pk, "job": job.pk, "batch": batch.pk, "policies": policies, "pieces": PIECES}
    run("DROP TABLE IF EXISTS coming")
    run(
        """
        CREATE TEMP TABLE coming AS
        SELECT n, (hashint8(n) & 2147483647)::bigint AS h, nextval('labeling_promptgroup_id_seq') AS group_id,
            nextval('labeling_prompt_id_seq') AS prompt_id, nextval('labeling_task_id_seq') AS task_id
        FROM generate_series(%(first)s::bigint, %(last)s - 1) n ORDER BY n
        """,
        {"first": first, "last": last},
    )
    run("ALTER TABLE coming ADD split text, ADD language text, ADD use_case text")
    run(
        """
        UPDATE coming SET
            split = CASE WHEN h %% 100 < 90 THEN 'train' WHEN h %% 100 < 95 THEN 'validation' ELSE 'test' END,
            language = CASE WHEN h %% 997 = 0 THEN 'sw' WHEN h / 7 %% 10 = 0 THEN 'zh' ELSE 'en' END,
            use_case = (%(uses)s::text[])[1 + least(9, ((h / 13 %% 100) ^ 2 / 1000)::int)]
        """,
        {"uses": USES},
    )
    write_prompts(given)
    write_rest(given)
    Import.objects.filter(pk=job.pk).update(rows=last - first, created=last - first)


def write_prompts(given: dict[str, Any]) -> None:
    insert(PromptGroup, {"id": "group_id", "project_id": "%(project)s", "split": "split"}, "FROM coming", **given)
    text = """'Question ' || n || ': ' || CASE WHEN language = 'zh' THEN a.chinese || b.chinese
        ELSE a.english || ' ' || b.english END"""
    insert(
        Prompt,
        {
            "id": "prompt_id", "project_id": "%(project)s", "group_id": "group_id", "split": "split",
            "messages": f"jsonb_build_array(jsonb_build_object('role', 'user', 'content', {text}))",
            "digest": "sha256(convert_to(%(project)s || ' ' || n, 'UTF8'))", "is_quarantined": "false",
        },
        """FROM coming JOIN pieces a ON a.number = h %% %(pieces)s
        JOIN pieces b ON b.number = h / 31 %% %(pieces)s ORDER BY n""",
        **given,
    )  # fmt: skip


def write_rest(given: dict[str, Any]) -> None:
    """Tasks, their completions and openings."""
    insert(
        Task,
        {
            "id": "task_id", "project_id": "%(project)s", "prompt_id": "prompt_id", "batch_id": "%(batch)s",
            "imported_by_id": "%(job)s", "external_id": "'row-' || n", "fingerprint": "'\\x00'::bytea",
            "split": "split", "use_case": "use_case", "language": "language", "created_at": "now()", "line": "n + 1",
        },
        "FROM coming ORDER BY n",
        **given,
    )  # fmt: skip
    insert(
        Completion,
        {
            "task_id": "task_id", "index": "i", "policy_id": OF_POLICY,
            "messages": ANSWER,
        },
        """FROM coming CROSS JOIN generate_series(0, 1) i
        JOIN pieces a ON a.number = (h / 17 + i) %% %(pieces)s ORDER BY n, i""",
        **given,
    )  # fmt: skip
    insert(
        Opening,
        {"task_id": "task_id", "project_id": "%(project)s", "lane": "1", "position": "task_id", "allowed": "3"},
        "FROM coming ORDER BY n",
        **given,
    )
