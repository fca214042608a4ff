"""The trainers that datasets are laid out for, one module each. See CONTRIBUTING, "add a target".

A target has `columns(config)` and `lay_out(row)`; it gets what configs call by TRL's names.
"""

from types import ModuleType

from exports.targets import trl

TARGETS: dict[str, ModuleType] = {"trl": trl}
