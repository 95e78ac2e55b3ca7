"""Every module names what others may use, in order, and others use nothing else."""

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import indexer

NAMES = sorted(
    module.name
    for module in pkgutil.walk_packages(indexer.__path__, "indexer.")
    if not module.name.endswith("__main__")
)
COMMAND_LINE = "indexer.cli"
"""Its interface is the commands, not its functions: tests/test_cli.py covers them."""


def modules() -> list[ModuleType]:
    return [importlib.import_module(name) for name in ("indexer", *NAMES)]


def order(name: str) -> tuple[int, str]:
    """CONSTANTS, Classes, functions, each in the order of the alphabet, as ruff's RUF022 has it."""
    if name.isupper():
        return 0, name
    return (1, name) if name.lstrip("_")[0].isupper() else (2, name)


def own_members(module: ModuleType) -> set[str]:
    """Public classes and functions that `module` defines, and for a package those that it gathers."""
    is_package = hasattr(module, "__path__")
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and (value.__module__.startswith(f"{module.__name__}.") if is_package else value.__module__ == module.__name__)
    }


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_exported_members(module: ModuleType) -> None:
    members = own_members(module)
    exported = getattr(module, "__all__", None)
    if exported is None:
        assert not members, "define __all__"
        return
    assert exported == sorted(set(exported), key=order)
    assert [name for name in exported if not hasattr(module, name)] == []
    if module.__name__ != COMMAND_LINE:
        assert sorted(members - set(exported)) == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_only_exported_members_are_imported(module: ModuleType) -> None:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "indexer":
            source = importlib.import_module(node.module)
            for alias in node.names:
                if f"{node.module}.{alias.name}" not in NAMES:
                    assert alias.name in source.__all__, f"{alias.name} is not in {node.module}.__all__"
