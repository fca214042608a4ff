"""README.md: the dataset card, from what the build knows. No moment of building, host or path, and nobody's name."""

from exports.card.card import card_of

__all__ = ["card_of"]
