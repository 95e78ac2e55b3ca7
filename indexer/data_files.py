"""Data files that people write beside the laws (YAML), read with the line on which each value stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from indexer.faults import Fault

__all__ = ["members", "pairs"]


def members(path: Path, faults: list[Fault]) -> Iterator[tuple[int, Any]]:
    """(line, value) of each member of the list in `path`; none where there is no file. Adds to `faults`."""
    root = _root(path, faults)
    values = yaml.SafeLoader("")
    for node in root.value if isinstance(root, yaml.SequenceNode) else ():
        yield node.start_mark.line + 1, values.construct_document(node)


def pairs(path: Path, faults: list[Fault]) -> Iterator[tuple[int, str, Any]]:
    """(line, key, value) of each pair of the mapping in `path`; none where there is no file. Adds to `faults`."""
    root = _root(path, faults)
    values = yaml.SafeLoader("")
    for key, node in root.value if isinstance(root, yaml.MappingNode) else ():
        yield key.start_mark.line + 1, str(key.value), values.construct_document(node)


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where the package was built with libyaml."""


def _root(path: Path, faults: list[Fault]) -> yaml.Node | None:
    if not path.is_file():
        return None
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        faults.append(Fault(str(path), line, "不是合法的 YAML", str(error).replace("\n", " ")[:120]))
        return None
