"""Figures of a project: read from findings, counted in the background, shown with the moment they were counted."""
