"""The points of a text that is not divided into articles: 一、, 二、 … of decisions and amendments.

Courts and the legislature cite them as its articles (《刑法修正案（十二）》第五条), so they are called and addressed as
such here: `criminal-law-amendment-12/art-5`.
"""

from dataclasses import dataclass

from indexer.ids import ArticleNumber, ProvisionId
from indexer.model import Version
from indexer.numerals import to_chinese

__all__ = ["Point", "points_of"]


@dataclass(frozen=True, slots=True)
class Point:
    """一、 with the paragraphs up to the next; `lines` as they stand in the text."""

    number: ArticleNumber
    lines: tuple[str, ...]

    @property
    def id(self) -> str:
        """`art-5`."""
        return str(ProvisionId(self.number))

    @property
    def label(self) -> str:
        """第五条."""
        return self.number.label


def points_of(version: Version) -> tuple[tuple[str, ...], tuple[Point, ...]]:
    """The paragraphs before the first point, and the points, numbered from 1 without a gap.

    Nothing of either in a text that has articles, headings or no points.
    """
    if not version.facts.undivided or [preamble.title for preamble in version.preamble] != [""]:
        return (), ()
    lines = version.preamble[0].lines
    begins: list[int] = []
    for place, line in enumerate(lines):
        if line.startswith(f"{to_chinese(len(begins) + 1)}、"):
            begins.append(place)
    ends = [*begins, len(lines)][1:]
    points = tuple(
        Point(ArticleNumber(number), lines[begin:end])
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True), 1)
    )
    return lines[: begins[0]] if begins else (), points
