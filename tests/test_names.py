"""Names of the six floors: one name means one thing."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "views", "usecases", "panel", "storage")
EVERYWHERE = {"log", "routes", "T"}
"""Each module has its own logger, routing table and type variable."""


def defined(tree: ast.Module) -> Iterator[str]:
    """The classes and constants of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (
                name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)
            )


def test_no_public_class_or_constant_means_two_things() -> None:
    places = defaultdict(list)
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            for name in defined(ast.parse(file.read_text())):
                if not name.startswith("_") and name not in EVERYWHERE:
                    places[name].append(str(file.relative_to(ROOT)))

    assert len(places) > 500
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
