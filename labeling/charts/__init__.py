"""Charts as inline SVG from the server: geometry here, drawn by templates/labeling/charts/, coloured by charts.css.

Pure functions: numbers in, dataclasses with coordinates out. A chart stretches to the width of its place, so nothing
in it is text or a circle: labels are HTML around it, dots are round ends of lines that do not scale. Behind each
stands a table with the same numbers, for whoever cannot see it and whoever wants to know exactly.
"""
