"""{% module_preloads "labeling/screen.js" %}: links that fetch a script and all that it imports in one round."""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
IMPORTS = re.compile(r"""^\s*(?:import|export)\s*(?:[\w$*{}\s,]+\sfrom\s*)?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@register.simple_tag
def module_preloads(*entries: str) -> SafeString:
    """Without them a browser learns of a module only when the one that imports it has come."""
    # Those that were joined with their imports when they were collected (annotator/static_storage.py) import nothing.
    whole = getattr(staticfiles_storage, "joined", ())
    names = dict.fromkeys(name for entry in entries if entry not in whole for name in module_graph(entry))
    return format_html_join("\n    ", '<link rel="modulepreload" href="{}">', ((static(name),) for name in names))


@lru_cache
def module_graph(entry: str) -> tuple[str, ...]:
    """The script and everything it imports, at any depth; read from the files, once per process."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += reversed(imports_of(name))
    return tuple(found)


def imports_of(name: str) -> list[str]:
    path = finders.find(name)
    if path is None:
        raise template.TemplateSyntaxError(f"There is no static file {name}.")
    source = COMMENTS.sub("", Path(path).read_text())
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in IMPORTS.findall(source)]
