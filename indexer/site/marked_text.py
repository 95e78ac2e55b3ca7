"""The text of a provision with its citations as links and its defined terms marked; nothing of the words changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from indexer.citations import ArticleCitations, Target
from indexer.corpus import Corpus, Entry
from indexer.ids import ProvisionId
from indexer.model import Article, DivisionKind
from indexer.numerals import to_chinese
from indexer.terms import DefinedTerm, Scope, TermKind

__all__ = ["TermMark", "href", "label", "lines_of", "members", "term_marks"]

MOST_TERMS = 4
"""Terms marked in one article at most, so that it stays easy to read."""
SHORTEST_TERM = 3

_UNITS = {
    "prt": DivisionKind.PART,
    "sub": DivisionKind.SUBPART,
    "chp": DivisionKind.CHAPTER,
    "sec": DivisionKind.SECTION,
}


@dataclass(frozen=True, slots=True)
class TermMark:
    """A defined term to be marked wherever the text uses it first: where it is defined, as an id.

    `others` are the ids of articles of other texts that define the same term.
    """

    term: DefinedTerm
    id: str
    others: tuple[str, ...] = ()


def href(id: str, page: Entry) -> str:
    """The address of `id` (`csl@2016-11-07/art-21-p1`, `csl`) seen from the page of `page`."""
    text, _, fragment = id.partition("/")
    place = f"#{fragment}" if fragment else ""
    if text == page.id:
        return place or "#"
    up = "../" if page.is_main else "../../"
    return f"{up}{text.replace('@', '/')}/{place}"


def label(id: str) -> str:
    """第二十一条第一款; 第四章第二节; empty for an instrument."""
    fragment = id.partition("/")[2]
    if not fragment:
        return ""
    if fragment.startswith("art-"):
        return ProvisionId.parse(fragment).label
    parts = fragment.split("-")
    return "".join(
        f"第{to_chinese(int(number))}{_UNITS[code]}" for code, number in zip(parts[::2], parts[1::2], strict=False)
        if code in _UNITS
    )  # fmt: skip


def members(target: Target, corpus: Corpus) -> list[str]:
    """The ids that a target names: one, or each member of a range that exists."""
    if not target.id:
        return [target.slug] if target.slug else []
    if not target.text or not target.article or not (target.article_to or target.paragraph_to or target.item_to):
        return [target.id]
    version = corpus.entries[target.text].version
    if target.article_to:
        found = [each.id for each in version.articles() if target.article <= each.number <= target.article_to]
    elif target.paragraph_to:
        found = [ProvisionId(target.article, each) for each in range(target.paragraph or 1, target.paragraph_to + 1)]
    else:
        last = (target.item_to or 0) + 1
        found = [ProvisionId(target.article, target.paragraph, each) for each in range(target.item or 1, last)]
    return [f"{target.text}/{each}" for each in found]


def term_marks(defined: Iterable[tuple[Entry, Article, DefinedTerm]]) -> dict[str, list[TermMark]]:
    """By the id of a text, the terms that can be marked in it, the longest first."""
    defined = [each for each in defined if _can_be_marked(each[2])]
    places: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry, article, term in defined:
        if entry.is_main and term.kind is TermKind.DEFINITION:
            places[term.term].append((entry, f"{entry.id}/{article.id}"))
    found: dict[str, list[TermMark]] = defaultdict(list)
    for entry, article, term in defined:
        others = tuple(id for other, id in places[term.term] if other.instrument is not entry.instrument)
        found[entry.id].append(TermMark(term, f"{entry.id}/{article.id}", others))
    return {id: sorted(marks, key=lambda mark: -len(mark.term.term)) for id, marks in found.items()}


def _can_be_marked(term: DefinedTerm) -> bool:
    """Long enough, for the whole text, and no list or short name of an instrument."""
    return (
        len(term.term) >= SHORTEST_TERM
        and term.scope is Scope.LAW
        and "、" not in term.term
        and not (term.kind is TermKind.ABBREVIATION and term.term.endswith(("法", "条例", "办法", "规定")))
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    open: Markup
    close: Markup


def lines_of(each: ArticleCitations, corpus: Corpus, terms: Sequence[TermMark]) -> dict[str, list[Markup]]:
    """The lines of every unit of an article, by the id of the unit without its text (`art-13-p1`).

    An item's marker （三） is left out; an item of several paragraphs has several lines.
    """
    marks = [*_citation_marks(each, corpus), *_term_marks(each, terms)]
    marks.sort(key=lambda mark: mark.start)
    found: dict[str, list[Markup]] = {}
    text = each.article.text
    skipped = _markers(each.article)
    for start, end, unit in each.article.spans():
        start += len(skipped.get(str(unit.id), ""))
        lines, line = [], start
        for stop in [place for place in range(start, end) if text[place] == "\n"] + [end]:
            lines.append(_line(text, line, stop, marks))
            line = stop + 1
        found[str(unit.id)] = lines
    return found


def _markers(article: Article) -> Mapping[str, str]:
    found = {}
    for paragraph in article.paragraphs:
        for item in paragraph.items:
            place = ProvisionId(article.number, paragraph.number, item.number)
            found[str(place)] = item.marker
            for sub_item in item.sub_items:
                found[str(replace(place, sub_item=sub_item.number))] = sub_item.marker
    return found


def _line(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Markup:
    parts, at = [], start
    for mark in marks:
        if start <= mark.start and mark.end <= end and mark.start >= at:
            parts += [escape(text[at : mark.start]), mark.open, escape(text[mark.start : mark.end]), mark.close]
            at = mark.end
    parts.append(escape(text[at:end]))
    return Markup("").join(parts)


def _citation_marks(each: ArticleCitations, corpus: Corpus) -> Iterator[_Mark]:
    for citation in each.citations:
        ids = [id for target in citation.targets for id in members(target, corpus)]
        if ids:
            refs = " ".join(ids)
            opening = Markup('<a class="fk-ref" href="{}" data-ref="{}">').format(href(ids[0], each.entry), refs)
            yield _Mark(citation.start, citation.end, opening, Markup("</a>"))


def _term_marks(each: ArticleCitations, terms: Sequence[TermMark]) -> Iterator[_Mark]:
    """The first use of a term in an article that does not define it, outside citations and longer terms."""
    taken = [(citation.start, citation.end) for citation in each.citations]
    text, count = each.article.text, 0
    for mark in terms:
        if mark.id == each.id or count == MOST_TERMS:
            continue
        word, start = mark.term.term, -1
        while (start := text.find(word, start + 1)) >= 0:
            end = start + len(word)
            if not any(low < end and start < high for low, high in taken):
                taken.append((start, end))
                count += 1
                opening = Markup('<a class="fk-term" href="{}" data-ref="{}" data-term="{}">').format(
                    href(mark.id, each.entry), " ".join((mark.id, *mark.others)), word
                )
                yield _Mark(start, end, opening, Markup("</a>"))
                break
