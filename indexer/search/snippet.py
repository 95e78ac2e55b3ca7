"""The line of a record that answers best, shortened, with what matched marked as data, never as HTML."""

import re
from collections.abc import Sequence

from indexer.search.analysis import HAN, normalise
from indexer.search.finding import Term
from indexer.search.records import Record

__all__ = ["BEFORE", "WIDTH", "Fragment", "alike_paragraphs", "best_unit", "fragments", "place_in"]

WIDTH = 110
"""Characters of a snippet."""
BEFORE = 20
"""Characters shown before the first match where the line is longer than WIDTH."""

REST = 0.25
"""What other terms for a word count in a line that holds one."""

_NUMERIC = re.compile("[零〇一二三四五六七八九十百千0-9.]")
"""What a number must not be a part of; 万 and 亿 may stand behind one, and it is the same then in the smaller unit."""

Fragment = tuple[str, bool]
"""A piece of text and whether it matched."""


def best_unit(record: Record, words: Sequence[Sequence[Term]], cited: str = "", meaning: str = "") -> int:
    """The place of the unit to show: the cited one if there is such, or the one that says what `meaning` is, else the
    first of those that hold most of the query.

    `words` are the terms for each of its words: two of these count for more than one that is put in two ways. A 项 is
    read with the words that introduce it, and is shown where it adds to them.
    """
    if cited:
        for place, (id, _) in enumerate(record.units):
            if id.endswith(cited) and id == record.id.rpartition("/")[2] + cited:
                return place
    if meaning:
        defines = rf"{re.escape(meaning)}(?:技术)?[”\")》]?,?(?:是指|指|是(?!否))"
        lines = [normalise(text).text for _, text in record.units]
        # 显式标识是指… says what 标识 is only where no line does.
        for pattern in (rf"(?:(?<![{HAN}])|(?<=称)){defines}", defines):
            for place, line in enumerate(lines):
                if re.search(pattern, line):
                    return place
    best, chosen = 0.0, 0
    read: dict[str, list[float]] = {}
    for place, (id, text) in enumerate(record.units):
        plain = normalise(text).text
        introduced = read.get(id.rpartition("-")[0], [0.0] * len(words))
        read[id] = [max(_worth(terms, plain), before) for terms, before in zip(words, introduced, strict=True)]
        worth = 0.0
        for each in read[id]:
            worth += each
        if worth > best:
            best, chosen = worth, place
    return chosen


ALSO = 3
"""So many other 款 are named at most."""

_PARAGRAPH = re.compile(r"(art-[0-9-]+-p[0-9]+)(?:-.*)?")


def alike_paragraphs(record: Record, words: Sequence[Sequence[Term]], place: int) -> tuple[str, ...]:
    """The ids of other 款 than that of the unit shown at `place`, which hold every word of the query that this 款
    holds, with their 项; at most ALSO."""
    held: dict[str, set[int]] = {}
    for id, text in record.units:
        if match := _PARAGRAPH.fullmatch(id):
            plain = normalise(text).text
            here = held.setdefault(match[1], set())
            here.update(at for at, terms in enumerate(words) if any(place_in(term, plain) >= 0 for term in terms))
    shown = _PARAGRAPH.fullmatch(record.units[place][0])
    wanted = held[shown[1]] if shown else set[int]()
    return tuple(id for id, here in held.items() if wanted and shown and id != shown[1] and wanted <= here)[:ALSO]


def _worth(terms: Sequence[Term], plain: str) -> float:
    """What the terms for a word of the query are worth in a normalised line."""
    total = most = 0.0
    for term in terms:
        if place_in(term, plain) >= 0:
            total += term.weight
            most = max(most, term.weight)
    return most + REST * (total - most)


def fragments(text: str, terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """A line cut to WIDTH characters around the most matches, in pieces; offsets are found on the normalised text
    and marked in the original."""
    spans = _spans(text, terms)
    start, end = _window(text, spans)
    pieces: list[Fragment] = []
    at = start
    for span_start, span_end in spans:
        hit_start, hit_end = max(span_start, start), min(span_end, end)
        if hit_start >= hit_end:
            continue
        if at < hit_start:
            pieces.append((text[at:hit_start], False))
        pieces.append((text[hit_start:hit_end], True))
        at = hit_end
    if at < end:
        pieces.append((text[at:end], False))
    if start > 0:
        pieces.insert(0, ("…", False))
    if end < len(text):
        pieces.append(("…", False))
    return tuple(pieces)


def place_in(term: Term, text: str, start: int = 0) -> int:
    """Where a term stands in a normalised text, from a place on; -1 where it does not."""
    at = text.find(term.text, start) if term.text else -1
    while term.number and at >= 0:
        end = at + len(term.text)
        if not (_NUMERIC.match(text[at - 1 : at]) or _NUMERIC.match(text[end : end + 1])):
            break
        at = text.find(term.text, at + 1)
    return at


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in `text`, ascending, overlapping and touching ones joined."""
    normal = normalise(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        at = place_in(term, normal.text)
        while at >= 0:
            found.append(normal.original(at, at + len(term.text)))
            at = place_in(term, normal.text, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of a line that holds most of the matches; those that read the same count once."""
    size = len(text)
    if size <= WIDTH:
        return 0, size
    best, chosen = -1, 0
    for first, _ in spans:
        start = min(max(0, first - BEFORE), size - WIDTH)
        inside: dict[str, int] = {}
        for begin, end in spans:
            if start <= begin < start + WIDTH:
                inside.setdefault(text[begin:end], min(end, start + WIDTH) - begin)
        held = sum(inside.values())
        if held > best:
            best, chosen = held, start
    begin = next((end for first, end in spans if first < chosen < end), chosen)
    return begin, chosen + WIDTH
