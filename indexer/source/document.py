"""A source file as a value: the text it holds and where in the file everything stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.model import Version

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """One source file.

    `front_matter` is the YAML between the two `---` lines as it is written, with its final line feed, so that
    comments and order survive a round trip. `lines` maps the id of every division, article, paragraph, item, sub-item
    and annex, and `key:NAME` for every front-matter key, to its 1-based line.
    """

    path: str
    version: Version
    front_matter: str
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line(self, id: str) -> int:
        """Line of a provision or a front-matter key (`key:effective`); 0 where the file does not have it."""
        return self.lines.get(id, 0)
