"""Reads the command line that ./run hands over."""

import argparse
import os
import sys
from pathlib import Path

from annotator.supervisor import site
from annotator.supervisor.state import State


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run", description=__doc__, allow_abbrev=False)
    parser.add_argument("--state", metavar="DIR", type=Path, default=site.ROOT / ".state")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything (the default)")
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--port", type=int, default=8000)
    up.add_argument("--no-demo", action="store_true", help="no demo projects on the first start")
    for name, help_text in (
        ("manage", "a command of manage.py on the same state"),
        ("test", "all tests; arguments go to pytest"),
        ("check", "formatter, linters, types, import rules, migrations, schema"),
        ("bench", "the benchmarks; names choose among them"),
    ):
        commands.add_parser(name, help=help_text, add_help=False, prefix_chars="\0").add_argument("words", nargs="*")
    options = parser.parse_args()
    # What we write is private unless said otherwise.
    os.umask(0o077)
    if options.command == "up":
        from annotator.supervisor.up import up as start

        return start(State(options.state), host=options.host, port=options.port, with_demo=not options.no_demo)
    if options.command == "manage":
        from annotator.supervisor.manage import manage

        return manage(State(options.state), options.words)
    from annotator.supervisor import chores

    chore = {"test": chores.test, "check": chores.check, "bench": chores.bench}[options.command]
    return chore(options.words)


if __name__ == "__main__":
    sys.exit(main())
