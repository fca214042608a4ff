"""What a manager sees of a project at a glance: on pace? anything wrong? what next?

Reads what the background counted (`labeling.figures`) and a few rows by their indexes; makes sentences of it.
"""
