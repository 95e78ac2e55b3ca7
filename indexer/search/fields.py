"""What every article holds, field by field: the tables that the index is written from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.search.analysis import LETTER, normalised_lines
from indexer.search.arrays import Array, Flags, Ints, firsts, largest, points, smallest, spread, within
from indexer.search.cutting import Tokens, cut, extra_words, with_more
from indexer.search.query import STOP_WORDS
from indexer.search.records import LawRecords
from indexer.search.tables import Table
from indexer.search.vocabulary import Vocabulary, WordList

__all__ = ["Fields", "fields_of", "own_words"]


_ENGLISH = re.compile("[A-Za-z]+(?:[ -][A-Za-z]+)+")


@dataclass(frozen=True)
class Fields:
    """Of each of FIELDS the table, of each of LENGTH_FIELDS the words per document (as they are, not `rounded`)."""

    tables: Mapping[str, Table]
    lengths: Mapping[str, Ints]


def own_words(laws: Iterable[LawRecords]) -> frozenset[str]:
    """The words that the library adds to the dictionary: titles, aliases and headings."""
    names: set[str] = set()
    for law in laws:
        names.update((law.law.title, *law.law.aliases))
        names.update(heading.partition("　")[2] for record in law.records for heading in record.path)
    return extra_words(names)


def fields_of(laws: Sequence[LawRecords], vocabulary: Vocabulary) -> Fields:
    """The fields of the records of `laws`, numbered from 0."""
    records = [record for law in laws for record in law.records]
    sizes = np.array([len(law.records) for law in laws], dtype=np.int64)
    texts = _Lines.of([text for _, text in record.units] for record in records)
    questions = _Lines.of([record.question] for record in records)
    headings = _Lines.of(record.path for record in records)
    titles = _Lines.of((law.law.title, *_told_by_words(law.law.aliases), law.law.slug) for law in laws)
    words = {"heading": headings, "question": questions, "text": texts}
    cuts = {field: cut(lines.text, vocabulary.dictionary) for field, lines in words.items()}
    # Statutes may use everyday words as well, which a query keeps whole, though the dictionary may not know them
    # (等级保护).
    everyday = vocabulary.everyday
    cuts["text"] = with_more(cuts["text"], everyday.words, everyday.matches(texts.points, texts.room))
    title = cut(titles.text, vocabulary.dictionary)
    return Fields(
        {
            "alike": _alike(questions, vocabulary),
            "article": _lists((record.article,) if record.article else () for record in records),
            "asked": _grams(questions, _telling(questions, cuts["question"]), single=False).once(),
            "grams": _grams(texts, texts.letters[:-1] & texts.letters[1:], single=True),
            "meant": _standing(texts, vocabulary.meant),
            "term": _lists(record.terms for record in records),
            "title": _of_every(_words(titles, title), sizes),
        }
        | {field: _words(words[field], tokens) for field, tokens in cuts.items()},
        {field: _lengths(words[field], tokens) for field, tokens in cuts.items()}
        | {"title": np.repeat(_lengths(titles, title), sizes)},
    )


def _told_by_words(aliases: Iterable[str]) -> list[str]:
    """Those whose words tell the law: of English names (Data Security Law) only the whole does."""
    return [alias for alias in aliases if not _ENGLISH.fullmatch(alias)]


@dataclass(frozen=True)
class _Lines:
    """Lines joined by line feeds. `documents` says of each character whose it is, `room` how many there are to the end
    of its line, `letters` whether it is one that makes grams; `count` is the number of documents."""

    text: str
    points: Ints
    documents: Array
    room: Array
    letters: Flags
    count: int

    @classmethod
    def of(cls, documents: Iterable[Sequence[str]]) -> "_Lines":
        lines: list[str] = []
        counts: list[int] = []
        for every in documents:
            lines.extend(every)
            counts.append(len(every))
        lines = normalised_lines(lines)
        lengths = np.array(list(map(len, lines)), dtype=np.int64)
        sizes = lengths + 1
        sizes[-1:] -= 1  # no line feed behind the last
        text = "\n".join(lines)
        characters = points(text)
        owners = np.repeat(smallest(np.repeat(np.arange(len(counts)), counts)), sizes)
        room = (np.repeat(lengths, sizes) - within(sizes)).astype(np.int32)
        distinct = np.flatnonzero(np.bincount(characters)) if text else characters
        letters = np.zeros(largest(distinct) + 1, dtype=np.bool_)
        letters[[point for point in distinct.tolist() if LETTER.match(chr(point))]] = True
        return cls(text, characters, owners, room, letters[characters], len(counts))


def _words(lines: _Lines, tokens: Tokens) -> Table:
    documents = lines.documents[tokens.starts]
    places = np.cumsum(tokens.steps)
    first = np.flatnonzero(firsts(documents))
    positions = places - np.repeat(places[first], np.diff(np.append(first, len(places))))
    return Table.of(tokens.texts, tokens.terms, documents, positions)


def _lengths(lines: _Lines, tokens: Tokens) -> Ints:
    """How many words each document has, without the shorter words inside longer ones."""
    return np.bincount(lines.documents[tokens.starts[tokens.steps > 0]], minlength=lines.count)


def _of_every(table: Table, sizes: Ints) -> Table:
    """A table of laws as one of their documents: `sizes` says how many each law has."""
    assert table.positions is not None
    first = np.cumsum(sizes) - sizes
    counts = sizes[table.documents]
    entries = np.repeat(np.arange(len(counts)), counts)
    ends = np.concatenate(([0], np.cumsum(counts)))[table.starts]
    held = np.flatnonzero(np.diff(ends))  # a law may have no document
    positions = table.positions[spread(table.position_starts[entries], table.frequencies[entries])]
    return Table(
        [table.terms[place] for place in held.tolist()],
        np.append(ends[held], ends[-1]),
        spread(first[table.documents], counts),
        table.frequencies[entries],
        positions,
    )


def _lists(documents: Iterable[Sequence[str]]) -> Table:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, terms in enumerate(documents):
        for term in dict.fromkeys(terms):
            found[term].append(number)
    return Table.of_lists(found)


def _telling(lines: _Lines, tokens: Tokens) -> Flags:
    """Which pairs of neighbouring letters tell what the lines are about: of each character but the last, whether it is
    the first of such a pair. Those inside words are, and those with a single character, which may be a part of a word
    that nobody knows (刷|脸); none with a stop word. The other half leads astray as often as not."""
    main = tokens.steps > 0
    starts, sizes = tokens.starts[main], (tokens.ends - tokens.starts)[main]
    begins, alone = (np.zeros(len(lines.points), dtype=np.bool_) for _ in range(2))
    begins[starts] = True
    alone[starts[sizes == 1]] = True
    told = lines.letters & ~np.isin(lines.points, [ord(word) for word in STOP_WORDS if len(word) == 1])
    found: Flags = told[:-1] & told[1:] & (~begins[1:] | alone[:-1] | alone[1:])
    return found


def _grams(lines: _Lines, paired: Flags, *, single: bool) -> Table:
    """Pairs of neighbouring letters where `paired` says so of the first, and with `single` the letters alone: as
    `analysis.grams`."""
    chars = np.flatnonzero(np.bincount(lines.points[lines.letters])) if lines.letters.any() else np.empty(0, np.int64)
    ranks = np.searchsorted(chars, lines.points)
    base = len(chars) + 1
    pairs = np.flatnonzero(paired)
    keys = ranks[pairs] * base + ranks[pairs + 1] + 1
    places = pairs
    if single:
        alone = np.flatnonzero(lines.letters)
        keys = np.concatenate((ranks[alone] * base, keys))
        places = np.concatenate((alone, pairs))
    documents = lines.documents[places]

    def spell(held: Ints) -> list[str]:
        letters = ["", *map(chr, chars.tolist())]
        one, two = np.divmod(held, base)
        return [letters[a + 1] + letters[b] for a, b in zip(one.tolist(), two.tolist(), strict=True)]

    return Table.of_keys(keys, spell, documents)


def _standing(lines: _Lines, words: WordList) -> Table:
    """Where some words stand in the lines, whatever words these are cut into.

    As `str.count` counts, a word does not overlap itself. What does not begin with a gram is no word.
    """
    found = words.matches(lines.points, lines.room)
    letter = lines.letters[found.starts]
    many = found.sizes > 1
    letter[many] &= lines.letters[found.starts[many] + 1]
    starts, sizes = found.starts[letter], found.sizes[letter]
    terms = found.nodes[letter] - 1
    documents = lines.documents[starts]
    order = np.lexsort((starts, terms))
    near = firsts(terms[order], documents[order])
    near[1:] |= np.diff(starts[order]) >= sizes[order][1:]
    if not near.all():
        kept = np.ones(len(starts), dtype=np.bool_)
        last = -1
        for place, free in zip(order.tolist(), near.tolist(), strict=True):
            if free or starts[place] >= last:
                last = int(starts[place] + sizes[place])
            else:
                kept[place] = False
        terms, documents = terms[kept], documents[kept]
    return Table.of(words.words, terms, documents)


def _alike(lines: _Lines, vocabulary: Vocabulary) -> Table:
    """The everyday words that stand for others, of two and more characters, in the lines."""
    standing = _standing(lines, vocabulary.instead)
    place = {word: place for place, word in enumerate(vocabulary.instead.words)}
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, other in enumerate(standing.terms):
        documents = standing.documents[standing.starts[number] : standing.starts[number + 1]].tolist()
        for word in vocabulary.others[place[other]]:
            found[word].update(documents)
    return Table.of_lists({word: sorted(documents) for word, documents in found.items()})
