"""The option that chooses a dialect."""

import argparse

from sandbox.panel.dialects import DIALECTS, named
from sandbox.panel.dialects.dialect import Dialect


def add_dialect(parser: argparse.ArgumentParser) -> None:
    """`--dialect NAME`; an unknown name ends the program: exit code 2 and one line with the names."""

    def known(name: str) -> str:
        try:
            return named(name).name
        except ValueError as error:
            parser.exit(2, f"{parser.prog}: {error}\n")

    about = f"how the panel speaks: {', '.join(DIALECTS)}"
    parser.add_argument("--dialect", type=known, default=Dialect.name, metavar="NAME", help=about)
