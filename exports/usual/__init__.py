"""The short way for the usual prompt: one task, ranked once by each of its labelers, and nothing of it left out.

Most prompts of most projects are like that. They are read with fewer columns, and what was said of them is looked up
instead of worked out. Everything else goes the long way (exports.reading.snapshots, exports.configs), which takes
every prompt and says what is right: both give the same bytes (tests/exports/usual).
"""
