"""What a kind refuses."""

from django.utils.translation import gettext_lazy

from accounts.errors import Invalid


class InvalidJudgment(Invalid):
    code = "invalid_judgment"
    detail = gettext_lazy("The judgment does not fit this assignment.")


class InvalidSettings(Invalid):
    code = "invalid_settings"
    detail = gettext_lazy("These settings do not fit together.")
