"""What a kind refuses."""

from accounts.errors import Invalid


class InvalidJudgment(Invalid):
    code = "invalid_judgment"
    detail = "The judgment does not fit this assignment."


class InvalidSettings(Invalid):
    code = "invalid_settings"
    detail = "These settings do not fit together."
