"""What an import found wrong, in the language of the page."""

from django import template

from labeling.problem_words import in_our_words

register = template.Library()
register.filter("in_our_words", in_our_words)
