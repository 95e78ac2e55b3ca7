"""Posting lists: made from occurrences, told apart and joined again."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.tables import Table

TEXTS = ["甲", "乙", "丙", "丁"]
DOCUMENTS = st.lists(st.lists(st.sampled_from(range(len(TEXTS))), max_size=6), max_size=6)
"""Of each document its terms, as places in TEXTS, in their order."""

FREQUENCIES = st.dictionaries(st.integers(0, 9), st.integers(1, 3), min_size=1)
"""Of a term its documents, with how often it stands in them."""


def table(documents: list[list[int]], texts: list[str] = TEXTS) -> Table:
    terms = np.array([term for document in documents for term in document], dtype=np.int64)
    numbers = np.repeat(np.arange(len(documents)), list(map(len, documents)))
    places = np.array([place for document in documents for place in range(len(document))], dtype=np.int64)
    return Table.of(texts, terms, numbers, places)


def counted(lists: dict[str, dict[int, int]]) -> Table:
    """The table of terms by their documents and frequencies."""
    occurrences = sorted(
        (document, TEXTS.index(term)) for term, held in lists.items() for document in Counter(held).elements()
    )
    terms, documents = [term for _, term in occurrences], [document for document, _ in occurrences]
    return Table.of(TEXTS, np.array(terms, dtype=np.int64), np.array(documents, dtype=np.int64))


def content(each: Table) -> dict[str, list[tuple[int, int, list[int]]]]:
    """Term → (document, frequency, positions)."""
    return {
        term: [
            (document, frequency, places.tolist())
            for document, frequency, places in zip(
                *(array.tolist() for array in each.postings(place)), each.positions_of(place), strict=True
            )
        ]
        for place, term in enumerate(each.terms)
    }


@given(DOCUMENTS)
def test_a_table_holds_every_occurrence(documents: list[list[int]]) -> None:
    made = table(documents)
    expected: dict[str, list[tuple[int, int, list[int]]]] = {}
    for number, terms in enumerate(documents):
        for term, many in sorted(Counter(terms).items()):
            places = [place for place, each in enumerate(terms) if each == term]
            expected.setdefault(TEXTS[term], []).append((number, many, places))
    assert content(made) == expected
    assert list(made.terms) == sorted(made.terms)
    totals = Counter(TEXTS[term] for document in documents for term in document)
    assert dict(zip(made.terms, made.totals().tolist(), strict=True)) == totals


@given(DOCUMENTS, st.sets(st.integers(0, 5)))
def test_parts_join_to_the_whole(documents: list[list[int]], apart: set[int]) -> None:
    """Some documents are counted on their own and come into the table of the others."""
    whole = table(documents)
    own = [document if number not in apart else [] for number, document in enumerate(documents)]
    others = [document if number in apart else [] for number, document in enumerate(documents)]
    joined = table(own).joined(table(others))
    assert content(joined) == content(whole)


@given(DOCUMENTS, st.sets(st.integers(0, 5)))
def test_documents_taken_out(documents: list[list[int]], out: set[int]) -> None:
    kept = [document for number, document in enumerate(documents) if number not in out]
    numbers = np.full(len(documents), -1, dtype=np.int64)
    numbers[[number for number in range(len(documents)) if number not in out]] = np.arange(len(kept))
    renumbered = table(documents).renumbered(numbers).joined(table([]))
    assert content(renumbered) == content(table(kept))


@given(st.dictionaries(st.sampled_from(TEXTS), st.lists(st.integers(0, 70000), min_size=1, unique=True).map(sorted)))
def test_lists_of_documents(lists: dict[str, list[int]]) -> None:
    made = Table.of_lists(lists)
    found = {term: made.postings(place)[0].tolist() for place, term in enumerate(made.terms)}
    assert found == dict(sorted(lists.items()))
    places = np.arange(len(made.terms))[::-1]
    turned = made.taken(places, [made.terms[place] for place in places])
    assert {term: turned.postings(place)[0].tolist() for place, term in enumerate(turned.terms)} == found


@given(st.dictionaries(st.sampled_from(TEXTS), FREQUENCIES), st.dictionaries(st.sampled_from(TEXTS), FREQUENCIES))
def test_what_is_told_beyond_others(lists: dict[str, dict[int, int]], others: dict[str, dict[int, int]]) -> None:
    own, other = counted(lists), counted(others)
    places = np.array([other.place(term) if term in others else -1 for term in own.terms], dtype=np.int64)
    left, beside = own.beyond(other, places)
    for place, (term, begins) in enumerate(zip(own.terms, beside.tolist(), strict=True)):
        documents, frequencies = left.postings(place)
        found = dict(zip(documents.tolist(), frequencies.tolist(), strict=True))
        assert list(found) == sorted(found)
        assert begins == (term in others and Counter(others[term]) <= Counter(lists[term]))
        assert Counter(found) + Counter(others[term] if begins else {}) == Counter(lists[term])
