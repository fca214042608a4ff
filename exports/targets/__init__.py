"""The trainers that datasets are laid out for, one module each. See CONTRIBUTING, "add a target"."""

from exports.targets import helpsteer3, llamafactory, openrlhf, trl
from exports.targets.base import Target

TARGETS: dict[str, Target] = {
    "trl": trl,
    "openrlhf": openrlhf,
    "llamafactory": llamafactory,
    "helpsteer3": helpsteer3,
}
