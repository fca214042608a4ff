"""What judgments tell of agreement, speed and care: pure functions, numbers in, dataclasses out, no database."""
