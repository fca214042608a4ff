"""Write the prompts of imported rows, each placed in its group and born into its split."""

from dataclasses import dataclass, field

from django.db import connection

from labeling.actions.check_rows import warn
from labeling.actions.copy_rows import bytes_array, copy, reserve_ids
from labeling.importing.cells import bytes_cell
from labeling.importing.spelling import Spelled
from labeling.importing.splits import Group, Place, Places
from labeling.models import Import, Project, PromptGroup

PROMPT_COLUMNS = "id, project_id, group_id, messages, digest, split, is_quarantined"
QUARANTINED = "These prompts link groups of different splits: they are kept out of train."
SPLIT_KEPT = "These rows name a split, but their prompt is already in another: a prompt never changes its split."
KNOWN_PROMPTS = """
SELECT prompt.digest, prompt.id, prompt.group_id, found.split, prompt.split
FROM labeling_prompt AS prompt JOIN labeling_promptgroup AS found ON found.id = prompt.group_id
WHERE prompt.project_id = %s AND prompt.digest = ANY(%s::bytea[])
"""
KNOWN_GROUPS = """
SELECT trait.digest, trait.group_id, found.split
FROM labeling_groupkey AS trait JOIN labeling_promptgroup AS found ON found.id = trait.group_id
WHERE trait.project_id = %s AND trait.digest = ANY(%s::bytea[])
"""
Known = dict[bytes, tuple[int, Group, str]]


@dataclass(slots=True)
class NewLines:
    """COPY lines of groups, of the traits that lead to them, and of prompts."""

    groups: list[bytes] = field(default_factory=list)
    traits: list[bytes] = field(default_factory=list)
    prompts: list[bytes] = field(default_factory=list)

    def add_prompt(self, project_id: int, prompt_id: int, spelled: Spelled, place: Place) -> None:
        if place.is_new_group:
            self.groups.append(b"%d\t%d\t%b\n" % (place.group.id, project_id, place.group.split.encode()))
        digest, is_quarantined = bytes_cell(spelled.digest), b"t" if place.is_quarantined else b"f"
        self.prompts.append(
            b"%d\t%d\t%d\t%b\t%b\t%b\t%b\n"
            % (prompt_id, project_id, place.group.id, spelled.prompt, digest, place.split.encode(), is_quarantined)
        )

    def copy(self) -> None:
        copy("labeling_promptgroup", "id, project_id, split", self.groups)
        copy("labeling_groupkey", "project_id, digest, group_id, imported_by_id", self.traits)
        copy("labeling_prompt", PROMPT_COLUMNS, self.prompts)


def write_prompts(job: Import, rows: list[Spelled]) -> list[tuple[int, str]]:
    """The id and the split of each row's prompt; those that are not there yet are written."""
    project_id = job.project_id
    known, places = _known_prompts(project_id, rows), _places(job.project, rows)
    new_count = len({spelled.digest for spelled in rows} - known.keys())
    new_ids = iter(reserve_ids("labeling_prompt", new_count))
    new_group_ids = iter(reserve_ids("labeling_promptgroup", new_count))
    lines, prompts = NewLines(), []
    for spelled in rows:
        if (prompt := known.get(spelled.digest)) is not None:
            prompt_id, group, split = prompt
            if spelled.row.split and spelled.row.split != split:
                warn(job.warnings, "split_kept", SPLIT_KEPT)
            new_traits = places.adopt(spelled.traits, group)
        else:
            place = places.place(spelled.traits, spelled.row.split, new_group_ids.__next__)
            prompt_id, group, split, new_traits = next(new_ids), place.group, place.split, place.new_keys
            known[spelled.digest] = (prompt_id, group, split)
            if place.is_quarantined:
                warn(job.warnings, "quarantined", QUARANTINED)
            lines.add_prompt(project_id, prompt_id, spelled, place)
        lines.traits += [b"%d\t%b\t%d\t%d\n" % (project_id, bytes_cell(t), group.id, job.pk) for t in new_traits]
        prompts.append((prompt_id, split))
    lines.copy()
    return prompts


def _known_prompts(project_id: int, rows: list[Spelled]) -> Known:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_PROMPTS, [project_id, bytes_array([spelled.digest for spelled in rows])])
        found = cursor.fetchall()
    return {bytes(digest): (id_, Group(group, of_group), split) for digest, id_, group, of_group, split in found}


def _places(project: Project, rows: list[Spelled]) -> Places:
    """The groups to which any of these rows' traits lead."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_GROUPS, [project.pk, bytes_array([t for spelled in rows for t in spelled.traits])])
        known = {bytes(digest): Group(group, split) for digest, group, split in cursor.fetchall()}
    return Places(
        seed=str(project.split_seed),
        shares=project.splits,
        has_train=PromptGroup.objects.filter(project=project, split="train").exists(),
        known=known,
    )
