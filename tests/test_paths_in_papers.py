"""The papers name only files, tests and classes that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.version import version
from views.operating.alerts import BEGAN

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "views", "usecases", "panel", "storage", "sandbox", "tests", "benchmarks")
PAPERS = [
    *(
        ROOT / name
        for name in (
            "ARCHITECTURE.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "GLOSSARY.md",
            "README.md",
            "SECURITY.md",
        )
    ),
    *(file for file in sorted(ROOT.glob("docs/*.md")) if file.name != "sentences.md"),  # it is generated
    *sorted(ROOT.glob("docs/decisions/*.md")),
    *sorted(ROOT.glob("tests/**/README.md")),
]
BASES = (ROOT, ROOT / "tests")  # docs/faults.md names tests by their place below tests/
FAULTS = ROOT / "docs" / "faults.md"
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)]*)\)")
PICTURE = re.compile(r'<img src="([^"]+)"')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FLOORS)}|docs|deploy|requirements|\.github)/[\w./*-]*\w")
TEST = re.compile(r"`((?:\w+/)+\w+)`(?:: ([a-z0-9_, ]+_[a-z0-9_, ]+))?")
FUNCTION = re.compile(r"^(?:(?:[A-Z]\w+|drafts|inbox|orders|outbox)\.|[\w/]+\.py: )(\w+)$")
CONSTANT = re.compile(r"\b[A-Z]+_[A-Z_]+\b")
CLASS = re.compile(r"(?:[A-Z][a-z]+){2,}")


def anchors(paper: Path) -> set[str]:
    """The names by which GitHub links to the headings of a paper."""
    headings = HEADING.findall(paper.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def missing(paper: Path) -> Iterator[str]:
    """What a paper links to or names in code, and is not there."""
    text = paper.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(text):
        file = paper.parent / target if target else paper
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield f"{target}#{anchor}"
    yield from (source for source in PICTURE.findall(text) if not (paper.parent / source).exists())
    for code in CODE.findall(text):
        for path in FILE.findall(code):
            pattern = path.replace("NNNN", "*")
            if not any(any(base.glob(name)) for base in BASES for name in (pattern, f"{pattern}.py")):
                yield path


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_each_file_that_a_paper_names_exists(paper: Path) -> None:
    assert list(missing(paper)) == []


def test_each_test_that_the_faults_name_exists() -> None:
    named = [
        found
        for line in FAULTS.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
        for found in TEST.findall(line.rstrip("| ").rpartition("|")[2])
    ]

    assert len(named) > 150
    for path, names in named:
        file = ROOT / "tests" / f"{path}.py"
        assert file.exists() or (ROOT / "tests" / path).is_dir(), path
        for name in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", names):
            assert name in file.read_text(encoding="utf-8"), f"{path}: {name}"


def test_each_test_that_the_page_of_panels_names_exists() -> None:
    cells = [
        re.sub(r"`[^`]*`", "", line.rstrip("| ").rpartition("|")[2])
        for line in (ROOT / "docs" / "panels.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.endswith("| test |")
    ]

    assert len(cells) > 50
    for cell in cells:
        source = ""
        for word in re.findall(r"\w+", cell):
            file = ROOT / "tests" / "panel" / f"test_{word}.py"
            source = file.read_text(encoding="utf-8") if file.exists() else source
            assert file.exists() or word in source, cell


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md"])
def test_each_class_function_and_constant_that_a_paper_names_exists(name: str) -> None:
    source = "\n".join(file.read_text() for floor in FLOORS for file in (ROOT / floor).rglob("*.py"))
    codes = CODE.findall((ROOT / name).read_text())
    classes = {f"class {one}" for code in codes for one in CLASS.findall(code)}
    functions = {f"def {one}(" for code in codes for one in FUNCTION.findall(code)}
    constants = {one for code in codes for one in CONSTANT.findall(code)}

    assert [one for one in sorted(classes | functions) if one not in source] == []
    assert [one for one in sorted(constants) if one not in source and one.lower() not in source] == []


def test_the_handler_in_the_readme_is_the_one_in_the_code() -> None:
    shown = re.search(r"```python\n(async def ask_refill.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    source = (ROOT / "handlers" / "order.py").read_text().splitlines()

    assert shown is not None
    assert [line for line in shown[1].splitlines() if line not in source] == []


def test_the_newest_release_in_the_changelog_is_this_version() -> None:
    releases = re.findall(
        r"^## \[([\d.]+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )

    assert releases[0] == version()


@pytest.mark.parametrize("condition", BEGAN)
def test_the_operating_guide_says_what_to_do_about_each_alert(condition: str) -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    first_sentence = re.split(r"(?<=\w)[.,:] ", BEGAN[condition])[0].rstrip(".")

    assert f"| {first_sentence}" in guide
