"""The trainers that datasets are laid out for, one module each, and `none` for people.

See CONTRIBUTING, "add a target".
"""

from exports.targets import (
    axolotl,
    helpsteer3,
    llamafactory,
    ms_swift,
    nemo_rl,
    openai,
    openrlhf,
    plain,
    trl,
    verl,
)
from exports.targets.base import Target

TARGETS: dict[str, Target] = {
    "trl": trl,
    "openrlhf": openrlhf,
    "llamafactory": llamafactory,
    "axolotl": axolotl,
    "nemo-rl": nemo_rl,
    "verl": verl,
    "ms-swift": ms_swift,
    "openai": openai,
    "helpsteer3": helpsteer3,
    "none": plain,
}
