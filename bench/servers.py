"""A whole product for a benchmark: `with bench.servers.product() as running:` (see annotator.supervisor.running)."""

from annotator.supervisor.running import Running
from annotator.supervisor.running import throw_away as product

__all__ = ["Running", "product"]
