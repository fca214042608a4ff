"""The guideline version that a change of guidelines, form or ranking would follow."""

from labeling.models import GuidelineVersion, Project


def newest(project: Project) -> GuidelineVersion:
    found = project.versions.order_by("-number").first()
    assert found is not None, "a project is made with its first version"
    return found
