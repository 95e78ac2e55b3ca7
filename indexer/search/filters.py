"""Narrowing a search: by law, level, standing, type of provision and topic, clicked or typed (类型:禁止).

`site/assets/search/filters.js` is the same in the browser.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.search.postings import Library
from indexer.search.provision_types import TYPE_NAMES
from indexer.search.records import Law

__all__ = ["FACETS", "STANDINGS", "Facets", "Filter", "admits", "barring", "facets", "typed"]

FACETS = ("law", "kind", "standing", "type", "topic")
"""What can be narrowed by, in the order shown."""

Facets = Mapping[str, tuple[tuple[str, int], ...]]
"""For each of FACETS its values with the number of answers that have it, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What answers must have; None: anything. `law` is a slug, `kind` a level (部门规章), `standing` a status
    (现行有效), `type` a type of provision (义务), `topic` a field of law."""

    law: str | None = None
    kind: str | None = None
    standing: str | None = None
    type: str | None = None
    topic: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, facet) is not None for facet in FACETS)


def typed(
    given: Filter, written: Sequence[tuple[str, str]], barred: Sequence[tuple[str, str]], library: Library
) -> tuple[Filter, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The filter with what the query itself asks for, which counts more; what it asks not to have (`barred`); and what
    is to be said of what it asks for in vain."""
    chosen = {facet: getattr(given, facet) for facet in FACETS}
    used: dict[str, tuple[str, str]] = {}
    unknown: dict[str, str] = {}
    vain = [
        said for facet in FACETS if (value := chosen[facet]) is not None for said in _unknown(facet, value, library)
    ]
    for facet, asked in written:
        value, complaint = _meant(facet, asked, library)
        vain += complaint
        name = asked if facet == "law" else value
        if complaint:
            unknown.setdefault(facet, value)
        elif value != used.setdefault(facet, (value, name))[0]:
            vain.append(f"同一项只能按一个值筛选：已按“{used[facet][1]}”，未按“{name}”。")
    chosen |= unknown | {facet: value for facet, (value, _) in used.items()}
    meant = [(facet, *_meant(facet, asked, library)) for facet, asked in barred]
    vain += [said for _, _, complaint in meant for said in complaint]
    return Filter(**chosen), tuple((facet, value) for facet, value, _ in meant), tuple(vain)


def _meant(facet: str, value: str, library: Library) -> tuple[str, list[str]]:
    """The value that is meant, which may be shortened where no other one holds the same (效力:现行), and what is to be
    said if there is none."""
    if facet == "law":
        value = next(iter(library.names.get(value, ())), value)
    values = _values(facet, library)
    if value in values:
        return value, []
    holding = [each for each in values if value in each] if facet != "law" else []
    if len(holding) == 1:
        return holding[0], []
    return value, _unknown(facet, value, library)


def _unknown(facet: str, value: str, library: Library) -> list[str]:
    """What is said of a value that a facet does not have; nothing of others."""
    if value in _values(facet, library):
        return []
    values = (
        []
        if facet == "law"
        else _values(facet, library, [law for law in library.laws if law.slug not in library.catalogued])
    )
    others = f"，可以用：{'、'.join(values)}" if values else ""
    return [f"没有“{value}”这一筛选项{others}。"]


def _values(facet: str, library: Library, laws: Sequence[Law] | None = None) -> Sequence[str]:
    """What a facet of some laws may be, or of all."""
    laws = library.laws if laws is None else laws
    if facet == "type":
        return tuple(TYPE_NAMES.values())
    if facet == "topic":
        return sorted({topic for law in laws for topic in law.topics})
    if facet == "standing":
        return STANDINGS
    return sorted({law.slug if facet == "law" else law.kind for law in laws})


STANDINGS = ("现行有效", "尚未生效", "已被修改", "已废止", "状态待核")


def _of(facet: str, document: int, library: Library, day: str) -> Iterable[str]:
    law: Law = library.laws[library.law_of[document]]
    match facet:
        case "law":
            return (law.slug,)
        case "kind":
            return (law.kind,)
        case "standing":
            return (str(law.standing(day)),)
        case "topic":
            return law.topics
    return tuple(name for kind, name in TYPE_NAMES.items() if library.types[document] & kind)


def admits(chosen: Filter, library: Library, day: str) -> Callable[[int], bool]:
    """Whether a document passes the filter on an ISO day."""
    wanted = [(facet, value) for facet in FACETS if (value := getattr(chosen, facet)) is not None]
    return lambda document: all(value in _of(facet, document, library, day) for facet, value in wanted)


def barring(barred: Sequence[tuple[str, str]], library: Library, day: str) -> Callable[[int], bool]:
    """Whether a document has, on an ISO day, none of what it must not have."""
    return lambda document: not any(value in _of(facet, document, library, day) for facet, value in barred)


def facets(documents: Sequence[int], chosen: Filter, library: Library, day: str) -> Facets:
    """Values with counts among `documents`; for each facet as if it alone were not chosen."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        others = Filter(**{each: getattr(chosen, each) if each != facet else None for each in FACETS})
        admitted = filter(admits(others, library, day), documents) if others else documents
        counts = Counter(value for document in admitted for value in _of(facet, document, library, day))
        found[facet] = tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
    return found
