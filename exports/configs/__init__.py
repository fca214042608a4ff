"""The configs of a dataset, one module each: judgments in, rows out.

A config has `core` (the columns a trainer reads, by its name in TRL), `facts` (metadata columns) and
`rows(prompt, drops)`. A target may rename or restructure the core. See CONTRIBUTING, "add a config".
"""

from exports.configs.base import Config, Drops, Material
from exports.configs.kto import Kto
from exports.configs.preference import Preference
from exports.configs.prompts import Prompts
from exports.configs.ranking import Ranking
from exports.configs.raw import Raw
from exports.configs.reward import Reward
from exports.configs.sft import Sft

# In the order in which they stand in a dataset.
CONFIGS: dict[str, type[Config]] = {
    "sft": Sft,
    "preference": Preference,
    "reward": Reward,
    "kto": Kto,
    "prompts": Prompts,
    "ranking": Ranking,
    "raw": Raw,
}

__all__ = ["CONFIGS", "Config", "Drops", "Material"]
