"""Who may see and make exports: the managers of a project, and tokens that were made to read them."""

from django.utils.translation import gettext as _

from accounts.authentication import exports_scope
from accounts.errors import NotFound
from accounts.requests import ApiRequest
from exports.models import Export
from labeling import permissions
from labeling.models import Project, Role


def project_for_manager(request: ApiRequest, slug: str) -> Project:
    """The project, for one of its managers; a token for another project's exports finds nothing."""
    if exports_scope(request) not in ("", slug):
        raise NotFound(_("There is no such project, or you are not in it."))
    return permissions.manager_of(request.user, slug).project


def export_for_manager(request: ApiRequest, export_id: int) -> Export:
    """The export, for a manager of its project; everybody else is told that there is none."""
    export = Export.objects.select_related("project").filter(pk=export_id).first()
    if (
        export is None
        or exports_scope(request) not in ("", export.project.slug)
        or permissions.role_in(request.user, export.project_id) != Role.MANAGER
    ):
        raise NotFound(_("There is no such export."))
    return export
