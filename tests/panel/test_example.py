"""The example in the package's docstring runs."""

import sys
import textwrap

from panel import Panel
from tests.panel.conftest import KEY, Script


async def test_the_example_of_the_package_runs(script: Script) -> None:
    script.says([{"service": 1, "name": "Followers", "rate": "0.9", "min": 1, "max": 2, "category": "C"}])
    example = (sys.modules["panel"].__doc__ or "").partition("\n\n")[2]
    source = "async def example(Panel, key, print):\n" + textwrap.indent(textwrap.dedent(example), "    ")
    printed: list[object] = []
    space: dict[str, object] = {}

    exec(source.replace("https://panel.example/api/v2", script.url), space)
    await space["example"](Panel, KEY, lambda *words: printed.extend(words))  # type: ignore[operator]

    assert printed[:2] == ["1", "Followers"]
