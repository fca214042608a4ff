"""From judgments of one prompt to what is preferred: pure functions, numbers in, dataclasses out.

Texts are numbers here (0, 1, 2...): who shows the same text twice gives it the same number.
"""
