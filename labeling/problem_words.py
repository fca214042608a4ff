"""What an import found wrong, in the reader's language.

Problems are kept in English, as the API and the command tell them. Pages look the sentence up here: the fixed words
are translated, what stands in braces came from the file or a library and stays. A sentence that nobody knows
(of an earlier version, say) is shown as it is kept. A test holds this list against every sentence in the code.
"""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

SENTENCES = (
    gettext_noop("is missing"),
    gettext_noop("is missing: name the text that was answered prompt"),
    gettext_noop("is missing: it is the text that is ranked"),
    gettext_noop("is missing: one field must be named one of {names}"),
    gettext_noop("is empty"),
    gettext_noop("is empty where {key} is given"),
    gettext_noop("is longer than {most} characters"),
    gettext_noop("is longer than {most} bytes"),
    gettext_noop("the last message of a prompt cannot be the assistant's"),
    gettext_noop("has more than {most} messages"),
    gettext_noop("has {count} cells where the header has {columns}"),
    gettext_noop("must be text, not {kind}"),
    gettext_noop("must be text or a list of messages, not {kind}"),
    gettext_noop("must be an object, not {kind}"),
    gettext_noop("must be an object with role and content, not {kind}"),
    gettext_noop("must be an object with id and body, not {kind}"),
    gettext_noop("must be an object with a text, or text"),
    gettext_noop("must be a list"),
    gettext_noop("must be a list, not {kind}"),
    gettext_noop("must be a list of answers, not {kind}"),
    gettext_noop("must be a whole number"),
    gettext_noop("must be a whole number, not {kind}"),
    gettext_noop("must be one of {names}"),
    gettext_noop("must be one line, without white space around it"),
    gettext_noop("must be the assistant's: a completion is one answer"),
    gettext_noop("must end with an assistant's message"),
    gettext_noop("must lie between {least} and {most}"),
    gettext_noop("cannot hold the sign |"),
    gettext_noop("contains NUL (U+0000) at character {place}"),
    gettext_noop("contains a lone surrogate ({code}) at character {place}"),
    gettext_noop("is an integer beyond 64 bits"),
    gettext_noop("is a number beyond 64 bits"),
    gettext_noop("is not a finite number"),
    gettext_noop("is nested deeper than {most}"),
    gettext_noop("holds an integer beyond 64 bits"),
    gettext_noop("is not valid JSON: {error} at {place}"),
    gettext_noop("{kind} is not JSON"),
    gettext_noop("{name} is not JSON: it cannot be carried"),
    gettext_noop("is not UTF-8: byte {byte} at byte {place} (Latin-1 or Windows-1252, perhaps)"),
    gettext_noop("stands twice in one object"),
    gettext_noop("stands beside the metadata and in it"),
    gettext_noop("stands beside {field}: name the one that was answered prompt"),
    gettext_noop("holds an answer but no prompt"),
    gettext_noop("differs from the conversation beside it"),
    gettext_noop("differs from chosen before the last turn"),
    gettext_noop("differs from {license}, stated of the same model"),
    gettext_noop("differs from the task {id} that is already there"),
    gettext_noop("differs from line {line}, which has the same id"),
    gettext_noop("is {kind} where chosen is {other}"),
    gettext_noop("is {license}, where an earlier line says {other} of the same model"),
    gettext_noop("is stated of more than {most} models in one file"),
    gettext_noop("is a name that the import itself uses"),
    gettext_noop("needs a model beside it: a license is the model's"),
    gettext_noop("does not begin with Human: as the other conversation does"),
    gettext_noop("are more than {most}"),
    gettext_noop("are {count}: {least} to {most} different texts are needed"),
    gettext_noop("have {count} different texts: at most {most} can be ranked"),
    # Of the file as a whole.
    gettext_noop("A row is longer than {most} bytes: an open quote?"),
    gettext_noop("A line is longer than {most} bytes"),
    gettext_noop("More than {most} bytes hold nothing but blanks"),
    gettext_noop("The CSV cannot be read on: {error}"),
    gettext_noop("There are more than {most} columns"),
    gettext_noop("Column {number} has no name"),
    gettext_noop("The column {name} stands twice"),
    gettext_noop("There is no column prompt; the first line must name the columns, separated by commas"),
    gettext_noop("The columns are separated by semicolons or tabs; save the file with commas"),
    gettext_noop("The compressed file is damaged or incomplete: {error}"),
    gettext_noop("The file is larger than {most} bytes"),
    gettext_noop("The file is {encoding}; only UTF-8 is read"),
    gettext_noop("The file looks like UTF-16; only UTF-8 is read"),
    gettext_noop("The file is not Parquet: its first bytes are not PAR1"),
    gettext_noop("The Parquet file cannot be read on: {error}"),
    gettext_noop("A JSON file must hold one list of objects"),
    gettext_noop("Between two objects of the list stands no comma"),
    gettext_noop("The file breaks off before the end of its list"),
    gettext_noop("Something follows after the end of the list"),
    gettext_noop("An object of the list is nested too deep"),
    gettext_noop("The list is not valid JSON: {error}"),
    gettext_noop("An object holds an integer beyond 64 bits"),
    gettext_noop("An object of the list is not valid JSON, or longer than {most}"),
    # Of a file that is refused at once.
    gettext_noop("{name} is of no format that is read here"),
    gettext_noop("A zip archive or a workbook is not read here: unpack it, or save it as CSV"),
    gettext_noop("Parquet compresses by itself; it is not read inside gzip or Zstandard"),
    gettext_noop("Neither the type nor the first bytes tell what the file is"),
    # Warnings.
    gettext_noop("All completions of these rows have the same text: no task was made."),
    gettext_noop(
        "The chosen and rejected texts of these rows are whole conversations: they were split into their turns."
    ),
    gettext_noop(
        "Judgments made elsewhere stand in these rows: they were kept as metadata, not taken for this project's."
    ),
    gettext_noop("The key {name} is not known here: it was kept as metadata."),
    gettext_noop("More keys are not known here: they were kept as metadata."),
    # Why an import failed.
    gettext_noop("The uploaded file is gone: do web and worker share their MEDIA_ROOT?"),
    gettext_noop("It was started several times and never came to its end. See the worker's log."),
    gettext_noop("The file cannot be read; nothing was imported. The line below says why."),
    gettext_noop("{rejected} of {rows} rows were refused; nothing was imported."),
    gettext_noop(
        "The project has changed since the file was checked: another import came in, or the splits are others. "
        "Nothing was imported; send the file again to check it."
    ),
)
# What JSON values are called (`importing.values`), where a sentence names one.
KINDS = (
    gettext_noop("an object"),
    gettext_noop("a list"),
    gettext_noop("text"),
    gettext_noop("true or false"),
    gettext_noop("a whole number"),
    gettext_noop("a number"),
    gettext_noop("null"),
)
PLACE = re.compile(r"\\{(\w+)\\}")


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those with the most fixed words first: of two that fit, it is the one that says more."""
    made = [(re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(one)), re.DOTALL), one) for one in SENTENCES]
    return tuple(sorted(made, key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[1]))))


def in_our_words(told: str) -> str:
    """The sentence as kept, in the language of the page."""
    for pattern, sentence in patterns():
        if found := pattern.fullmatch(told):
            values = {name: gettext(value) if value in KINDS else value for name, value in found.groupdict().items()}
            return gettext(sentence).format(**values)
    return told
