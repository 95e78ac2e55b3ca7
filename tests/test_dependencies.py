"""Imports follow one order, so that a part can be understood without those that come after it."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "indexer"

LAYERS = (
    # What a law is made of, without input or output.
    ("numerals",),
    ("ids",),
    ("faults", "days"),
    ("model", "data_files"),
    ("points",),
    # One file, then all files.
    ("source",),
    ("corpus",),
    # What is derived from the library, and how texts come in; neither knows the other.
    ("importers", "citations", "terms", "verify"),
    # What readers and programs are given. The site builds on what search and exports make; neither knows the site.
    ("search", "exports", "stats"),
    ("site",),
    # The command line, which knows everything.
    ("cli",),
    ("__main__",),
)
"""Parts of the package in the order of dependencies: a part imports from those above it only. Parts of one layer do
not import each other. What is planned has its place already."""

RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}

THIRD_PARTIES = {
    # Behind one thin module each, so that another can take its place.
    "jieba": r"search\.\w+",
    # The index on disk: Whoosh's classes, and how they read our arrays.
    "whoosh": r"search\.(codec|whoosh_index)",
    "numpy": r"search\.\w+",
    # The web site alone knows MkDocs, the command line alone the terminal.
    "mkdocs": r"site\.\w+",
    "material": r"site\.\w+",
    "click": r"cli",
    "rich": r"cli",
    # Databases are read by importers.
    "sqlite3": r"importers\.\w+",
    # Files and pages of the issuers, by importers too.
    "docx": r"importers\.official\.lines",
    "bs4": r"importers\.official\.lines",
    "requests": r"importers\.official\.download",
    "urllib3": r"importers\.official\.download",
    # What characters look and sound like, by the search.
    "opencc": r"search\.everyday",
    "pypinyin": r"search\.sounds",
}
BEHIND_ONE_MODULE = ("jieba", "click", "rich", "sqlite3")


def module_name(path: Path) -> str:
    """`source.reader` for indexer/source/reader.py, `source` for the package itself, empty for indexer."""
    return ".".join(part for part in path.relative_to(PACKAGE).with_suffix("").parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path: Path) -> set[str]:
    """Every absolute name that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def own_imports(path: Path) -> set[str]:
    """The modules of ours that a module imports from, or imports."""
    found = set()
    for name in imported(path):
        if name.split(".")[0] == "indexer":
            inner = name.removeprefix("indexer").removeprefix(".")
            found.add(inner if inner in MODULES else inner.rpartition(".")[0])
    return found


def part(module: str) -> str:
    """The part of the order that a module belongs to."""
    return module.split(".")[0]


@pytest.mark.parametrize("module", [module for module in MODULES if module])
def test_imports_follow_the_order(module: str) -> None:
    assert part(module) in RANK, f"give {part(module)} its place in LAYERS and in indexer/ARCHITECTURE.md"
    for other in own_imports(MODULES[module]):
        if other and part(other) != part(module):
            assert RANK[part(other)] < RANK[part(module)], f"{module} imports {other}"


def test_the_package_itself_imports_nothing() -> None:
    assert imported(MODULES[""]) == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: own_imports(path) for module, path in MODULES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES)


def test_only_the_command_line_knows_the_importers() -> None:
    users = {part(module) for module, path in MODULES.items() if "importers" in map(part, own_imports(path))}
    assert users == {"importers", "cli"}


@pytest.mark.parametrize("name", THIRD_PARTIES)
def test_third_parties_stay_where_they_belong(name: str) -> None:
    users = [module for module, path in MODULES.items() if any(each.split(".")[0] == name for each in imported(path))]
    assert [module for module in users if not re.fullmatch(THIRD_PARTIES[name], module)] == []
    assert name not in BEHIND_ONE_MODULE or len(users) == 1


def test_the_model_knows_the_standard_library_alone() -> None:
    for module in ("numerals", "ids", "faults", "days", "model"):
        others = {name.split(".")[0] for name in imported(MODULES[module])} - {"indexer"}
        assert others <= {"collections", "dataclasses", "datetime", "enum", "re", "typing"}


def test_the_architecture_page_describes_every_part_in_the_order_of_dependencies() -> None:
    page = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    headings = re.findall(r"^\*\*(`.*?)\*\*", page, re.MULTILINE)
    named = [name for heading in headings for name in re.findall(r"`(\w+)(?:\.py|/)`", heading)]
    parts = {module.split(".")[0] for module in MODULES if module}
    assert sorted(named) == sorted(parts)
    first_rank = {
        heading: min(RANK[name] for name in re.findall(r"`(\w+)(?:\.py|/)`", heading)) for heading in headings
    }
    assert headings == sorted(headings, key=first_rank.__getitem__)
