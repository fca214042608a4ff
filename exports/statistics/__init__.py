"""Figures of an export: fed with one prompt at a time, in memory that does not grow with them."""

from exports.statistics.collecting import Statistics

__all__ = ["Statistics"]
