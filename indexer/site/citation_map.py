"""The citations between instruments as a picture (SVG) and as a table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from indexer.corpus import Corpus
from indexer.model import Kind, titled

__all__ = ["CitationMap", "MapRow", "citation_map"]

_COLUMNS = (
    ("宪法和法律", (Kind.CONSTITUTION, Kind.LAW)),
    ("行政法规", (Kind.ADMINISTRATIVE_REGULATION,)),
    ("部门规章、规范性文件和标准", tuple(kind for kind in Kind if kind not in
     (Kind.CONSTITUTION, Kind.LAW, Kind.ADMINISTRATIVE_REGULATION))),
)  # fmt: skip
_X = (262, 452, 738)
"""Where the circles of each column stand; labels stand to the left of the first one, to the right of the others."""
_WIDTH, _ROW, _TOP = 1000, 21, 56


@dataclass(frozen=True, slots=True)
class MapRow:
    """An instrument: how many citations it receives and from how many instruments, and whom it cites, most first."""

    slug: str
    title: str
    received: int
    citing: tuple[tuple[str, str, int], ...]
    cited: tuple[tuple[str, str, int], ...]
    """(slug, title, count) of those that cite it, and of those it cites."""


@dataclass(frozen=True, slots=True)
class CitationMap:
    """The picture, and the same as rows of a table, those cited most first."""

    svg: Markup
    rows: tuple[MapRow, ...]
    citations: int


@dataclass(frozen=True, slots=True)
class _Node:
    slug: str
    title: str
    x: float
    y: float
    r: float
    left: bool


def citation_map(corpus: Corpus, edges: Mapping[tuple[str, str], int]) -> CitationMap:
    """Draw `edges`: counts by the slugs of the citing and the cited instrument."""
    citing: dict[str, dict[str, int]] = defaultdict(dict)
    cited: dict[str, dict[str, int]] = defaultdict(dict)
    for (source, target), count in edges.items():
        citing[target][source] = cited[source][target] = count
    received = {slug: sum(citing[slug].values()) for edge in edges for slug in edge}
    titles = {slug: corpus.instruments[slug].main.facts.short_title for slug in received}
    rows = tuple(
        MapRow(
            slug,
            titles[slug],
            received[slug],
            _by_count(citing[slug], titles),
            _by_count(cited[slug], titles),
        )
        for slug in sorted(received, key=lambda slug: (-received[slug], slug))
    )
    return CitationMap(_draw(corpus, edges, rows), rows, sum(edges.values()))


def _by_count(counts: Mapping[str, int], titles: Mapping[str, str]) -> tuple[tuple[str, str, int], ...]:
    order = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return tuple((slug, titles[slug], counts[slug]) for slug in order)


def _draw(corpus: Corpus, edges: Mapping[tuple[str, str], int], rows: tuple[MapRow, ...]) -> Markup:
    nodes: dict[str, _Node] = {}
    heads, height = [], 0.0
    for column, (heading, kinds) in enumerate(_COLUMNS):
        inside = [row for row in rows if corpus.instruments[row.slug].main.facts.kind in kinds]
        heads.append((heading, column))
        for place, row in enumerate(inside):
            y = _TOP + place * _ROW
            radius = min(3 + 1.1 * sqrt(row.received), 9.5)
            nodes[row.slug] = _Node(row.slug, row.title, _X[column], y, radius, column == 0)
            height = max(height, y)
    most = max(edges.values(), default=1)
    parts = [
        Markup('<svg class="fk-map" viewBox="0 0 {} {}" role="img" aria-labelledby="fk-map-title">').format(
            _WIDTH, round(height + _ROW)
        ),
        Markup(
            '<title id="fk-map-title">法规之间的引用：圆越大，被引用越多；线越粗，引用越多。同样的内容见下表。</title>'
        ),
    ]
    for heading, column in heads:
        anchor = "end" if column == 0 else "start"
        parts.append(Markup('<text class="fk-map__head" x="{}" y="24" text-anchor="{}">{}</text>').format(
            _X[column], anchor, heading))  # fmt: skip
    for (source, target), count in sorted(edges.items(), key=lambda item: item[1]):
        parts.append(_edge(nodes[source], nodes[target], count, most))
    parts += [_node(node) for node in nodes.values()]
    return Markup("").join([*parts, Markup("</svg>")])


def _edge(source: _Node, target: _Node, count: int, most: int) -> Markup:
    """A curve from the citing to the cited instrument; within a column it bulges to the right."""
    if source.x == target.x:
        bulge = 14 + abs(source.y - target.y) * 0.11
        out, back = round(source.x + bulge), round(target.x + bulge)
        path = f"M{source.x} {source.y}C{out} {source.y} {back} {target.y} {target.x} {target.y}"
    else:
        middle = (source.x + target.x) / 2
        path = f"M{source.x} {source.y}C{middle:.0f} {source.y} {middle:.0f} {target.y} {target.x} {target.y}"
    width = 0.6 + 2.4 * sqrt(count / most)
    return Markup(
        '<path d="{}" stroke-width="{:.1f}" data-from="{}" data-to="{}"><title>{}引用{}{} 次</title></path>'
    ).format(path, width, source.slug, target.slug, titled(source.title), titled(target.title), count)


def _node(node: _Node) -> Markup:
    label = node.title if len(node.title) <= 20 else f"{node.title[:19]}…"
    x = node.x - node.r - 5 if node.left else node.x + node.r + 5
    return Markup(
        '<a href="../laws/{0}/" data-node="{0}"><circle cx="{1}" cy="{2}" r="{3:.1f}"></circle>'
        '<text x="{4:.0f}" y="{5}" text-anchor="{6}">{7}</text><title>{8}</title></a>'
    ).format(node.slug, node.x, node.y, node.r, x, node.y + 4, "end" if node.left else "start", label, node.title)
