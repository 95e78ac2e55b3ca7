"""Write the model as a source file."""

from collections.abc import Iterator

from indexer.model import Article, Division, DivisionKind, Version
from indexer.source.builder import CLOSING
from indexer.source.document import Document
from indexer.source.front_matter import dump_facts

__all__ = ["new_document", "write", "write_body"]


_OUTERMOST = (DivisionKind.PART, DivisionKind.SUPPLEMENT)


def new_document(path: str, version: Version) -> Document:
    """A document for a text that has no file yet, its front matter written from its facts."""
    return Document(path, version, dump_facts(version.facts))


def write(document: Document) -> str:
    """The text of the source file. For a file in canonical layout, reading and writing gives the same bytes."""
    return f"---\n{document.front_matter}---\n{write_body(document.version)}"


def write_body(version: Version) -> str:
    """Everything below the front matter, one block per heading, 款, 项 or 目, a blank line before each."""
    return "".join(f"\n{block}\n" for block in _blocks(version))


def _blocks(version: Version) -> Iterator[str]:
    for preamble in version.preamble:
        if preamble.title:
            yield f"## {preamble.title}"
        yield from preamble.lines
    for above, node in version.walk():
        level = _level(above, node)
        if isinstance(node, Division):
            yield f"{'#' * level} {node.heading}"
        else:
            yield f"{'#' * level} {node.label}"
            for unit in node.units():
                yield from unit.text.split("\n")
    if version.closing:
        yield CLOSING
        yield from version.closing
    for annex in version.annexes:
        yield f"## {annex.title}"
        yield from annex.lines


def _level(above: tuple[Division, ...], node: Division | Article) -> int:
    """Number of # before a heading: 编 1, the next one deeper, and 章 2 where there is no 编."""
    if not above:
        return 1 if isinstance(node, Division) and node.kind in _OUTERMOST else 2
    return 1 + len(above) + (above[0].kind not in _OUTERMOST)
