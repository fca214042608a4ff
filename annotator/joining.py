"""One file out of a script or a style sheet and all that it imports: a page asks for one, sources stay many.

Modules become functions that run in the order of the imports, each once. It knows the ways to import and export that
our own scripts use, and refuses others by name.
"""

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]
FROM = r"""["'](?P<path>\.{1,2}/[^"']+)["'];?"""
IMPORT = re.compile(rf"^import\s*(?:(?P<names>[\w$*{{}},\s]+?)\s*from\s*)?{FROM}", re.MULTILINE)
EXPORT_FROM = re.compile(rf"^export\s*\{{(?P<names>[^}}]*)\}}\s*from\s*{FROM}", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function\*?|class|const) (?P<name>[\w$]+))", re.MULTILINE)
LATER = re.compile(r"""\bimport\(["'](?P<path>\.{1,2}/[^"']+)["']\)""")
REFUSED = re.compile(r"^(?:export\b|import\b(?!\())[^\n]*", re.MULTILINE)
CSS_IMPORT = re.compile(r"""^@import ["'](?P<path>[^"':]+)["'];""", re.MULTILINE)


def sheet(name: str, read: Read) -> str:
    """The sheet with the sheets that it imports in the place of their imports."""

    def put_in(match: re.Match[str]) -> str:
        other = path_from(name, match["path"])
        text = sheet(other, read)
        if "url(" in text and posixpath.dirname(other) != posixpath.dirname(name):
            raise ValueError(f"{other} has addresses that would not hold in {name}.")
        return text.rstrip()

    return CSS_IMPORT.sub(put_in, read(name))


def script(entry: str, read: Read) -> str:
    """The script with every module it imports before it."""
    modules: dict[str, Module] = {}
    put(entry, entry, read, modules, ())
    return "".join(module.text for module in modules.values())


class Module:
    """One script as a constant `moduleN`, whose properties are what it exports."""

    def __init__(self, name: str, entry: str, source: str, others: "dict[str, Module]") -> None:
        self.name, self.entry, self.others = name, entry, others
        self.variable = f"module{len(others)}"
        self.exports: dict[str, str] = {}
        source = EXPORT_FROM.sub(self._pass_on, source)
        source = IMPORT.sub(self._take_in, source)
        source = EXPORT.sub(self._give, source)
        source = LATER.sub(self._later, source)
        if refused := REFUSED.search(source):
            raise ValueError(f"{name}: this cannot be joined: {refused[0]}")
        given = ", ".join(f"{outside}: {inside}" for outside, inside in self.exports.items())
        self.text = f"const {self.variable} = (() => {{\n{source.strip()}\nreturn {{ {given} }};\n}})();\n"

    def _take_in(self, match: re.Match[str]) -> str:
        other = self._other(match["path"])
        names = (match["names"] or "").strip()
        if not names:
            return ""
        if whole := re.fullmatch(r"\*\s*as\s+([\w$]+)", names):
            return f"const {whole[1]} = {other.variable};"
        pairs = ", ".join(f"{theirs}: {ours}" for theirs, ours in self._pairs(names.strip("{}"), other))
        return f"const {{ {pairs} }} = {other.variable};"

    def _pass_on(self, match: re.Match[str]) -> str:
        other = self._other(match["path"])
        for theirs, ours in self._pairs(match["names"], other):
            self.exports[ours] = f"{other.variable}.{theirs}"
        return ""

    def _give(self, match: re.Match[str]) -> str:
        self.exports[match["name"]] = match["name"]
        return ""

    def _later(self, match: re.Match[str]) -> str:
        """An import by call: what is here already is given at once; what is not is fetched from where it lies."""
        name = path_from(self.name, match["path"])
        if name in self.others:
            return f"Promise.resolve({self.others[name].variable})"
        path = posixpath.relpath(name, posixpath.dirname(self.entry) or ".")
        return f'import("{path if path.startswith(".") else f"./{path}"}")'

    def _other(self, path: str) -> "Module":
        return self.others[path_from(self.name, path)]

    def _pairs(self, names: str, other: "Module") -> list[tuple[str, str]]:
        """Names as the other module has them, and as they are called here."""
        pairs = []
        for one in filter(None, (name.strip() for name in names.split(","))):
            theirs, _as, ours = one.partition(" as ")
            if theirs not in other.exports:
                raise ValueError(f"{self.name} imports {theirs}, which {other.name} does not export.")
            pairs.append((theirs, ours or theirs))
        return pairs


def put(name: str, entry: str, read: Read, modules: dict[str, Module], above: tuple[str, ...]) -> None:
    """Put a module behind those that it imports."""
    if name in modules:
        return
    if name in above:
        raise ValueError(f"Imports go in a circle: {' > '.join([*above, name])}")
    source = read(name)
    found = [match for pattern in (IMPORT, EXPORT_FROM) for match in pattern.finditer(source)]
    for match in sorted(found, key=re.Match.start):
        put(path_from(name, match["path"]), entry, read, modules, (*above, name))
    modules[name] = Module(name, entry, source, modules)


def path_from(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
