"""What is written to Whoosh comes back, and Whoosh's own queries work on it, phrases too."""

import pickletools
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.query import And, Or, Phrase, Term
from whoosh.scoring import Frequency

from indexer.search import Engine
from indexer.search.analysis import grams, normalise
from indexer.search.postings import FIELDS, LENGTH_FIELDS
from indexer.search.records import record_text
from indexer.search.whoosh_index import DamagedIndexError, WhooshIndex
from tests.search.made_up_laws import terms_of


@pytest.fixture
def folder(library_folder: Path) -> Path:
    """Where the index of the made-up laws stands."""
    return library_folder / "cache" / "search" / "index"


def _ids(engine: Engine, numbers: list[int]) -> set[str]:
    return {engine.index.record(number).id for number in numbers}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["训练", "数据"], {"games/art-2"}),
        (["数据安全", "评估", "制度"], {"data/art-3"}),
        # a shorter word inside a longer one has its position
        (["安全", "评估", "制度"], {"data/art-3"}),
        # the words stand there, but not side by side
        (["数据", "训练"], set()),
        # no phrase reaches across punctuation or from line to line
        (["模型", "数据"], set()),
        (["同意", "从"], set()),
        # numbers of articles are words
        (["本法", "第1条", "的"], {"data/art-4"}),
    ],
)
def test_phrases_of_whoosh(engine: Engine, folder: Path, words: list[str], expected: set[str]) -> None:
    with open_dir(str(folder)).searcher() as searcher:
        found = searcher.search(Phrase("text", words))
        assert _ids(engine, [hit.docnum for hit in found]) == expected


def test_scored_queries_of_whoosh(engine: Engine, folder: Path) -> None:
    with open_dir(str(folder)).searcher() as searcher:
        found = searcher.search(And([Term("text", "数据"), Term("heading", "安全")]))
        assert _ids(engine, [hit.docnum for hit in found]) == {"data/art-3"}
        assert [searcher.stored_fields(hit.docnum)["record"][:2] for hit in found] == ['["']


def test_of_ours_only_the_segment_is_pickled_into_the_index(folder: Path) -> None:
    """Whoosh pickles its schema, which holds nothing but its own classes, and the segment, which names its codec."""
    data = (folder / "_MAIN_1.toc").read_bytes()
    names = [str(arg) for start in range(len(data)) if data[start] == 0x80 for arg in _strings(data[start:])]
    assert any(name.startswith("whoosh") for name in names)
    assert {name for name in names if name.startswith("indexer")} == {"indexer.search.codec"}
    assert [names[at + 1] for at, name in enumerate(names) if name == "indexer.search.codec"] == ["TableSegment"]


def _strings(data: bytes) -> list[str]:
    found: list[str] = []
    try:
        for _opcode, arg, _ in pickletools.genops(data):
            if isinstance(arg, str):
                found.append(str(arg))
    except ValueError:
        pass
    return found


def test_postings_are_those_of_the_texts(engine: Engine) -> None:
    index = engine.index
    expected: dict[str, list[tuple[int, int]]] = {}
    for document in range(index.count):
        lines = [normalise(text).text for _, text in index.record(document).units]
        for gram, count in Counter(gram for line in lines for gram in grams(line)).items():
            expected.setdefault(gram, []).append((document, count))
    found = {term: list(zip(*posting, strict=True)) for field, term, posting in terms_of(index) if field == "grams"}
    assert found == expected
    assert list(found) == sorted(found)
    for term, pairs in found.items():
        assert list(zip(*index.postings("grams", term), strict=True)) == pairs


def test_every_word_is_found_by_whoosh(engine: Engine, folder: Path) -> None:
    index = engine.index
    with open_dir(str(folder)).searcher() as searcher:
        reader = searcher.reader()
        assert [(field, term.decode()) for field, term in reader.all_terms()] == [each[:2] for each in terms_of(index)]
        for field, term, (documents, frequencies) in terms_of(index):
            matcher = reader.postings(field, term)
            assert list(matcher.all_ids()) == documents
            assert reader.doc_frequency(field, term) == len(documents)
            assert reader.frequency(field, term) == sum(frequencies)
            if field in LENGTH_FIELDS:
                for many in frequencies:
                    places = matcher.value_as("positions")
                    assert len(places) == many
                    assert sorted(places) == places
                    matcher.next()


@pytest.mark.parametrize("words", [["数据"], ["训练", "数据"], ["罚款"], ["没有这个词"]])
def test_scores_of_whoosh_are_those_of_its_own_index(engine: Engine, folder: Path, words: list[str]) -> None:
    """The same documents written by Whoosh itself."""
    own = RamStorage().create_index(Schema(text=TEXT(analyzer=SpaceSeparatedTokenizer())))
    writer = own.writer()
    index = engine.index
    held: list[list[str]] = [[] for _ in range(index.count)]
    for field, term, (documents, frequencies) in terms_of(index):
        if field == "text":
            for document, many in zip(documents, frequencies, strict=True):
                held[document] += [term] * many
    for each in held:
        writer.add_document(text=" ".join(each))
    writer.commit()
    query = Or([Term("text", word) for word in words])
    weighting = Frequency()
    with open_dir(str(folder)).searcher(weighting=weighting) as one, own.searcher(weighting=weighting) as other:
        expected = {hit.docnum: hit.score for hit in other.search(query)}
        assert {hit.docnum: hit.score for hit in one.search(query)} == expected


def test_what_is_not_there(engine: Engine) -> None:
    for field in FIELDS:
        documents, frequencies = engine.index.postings(field, "没有这个词")
        assert (len(documents), len(frequencies)) == (0, 0)


def test_lengths_count_words_once(engine: Engine) -> None:
    index = engine.index
    number = next(number for number in range(index.count) if index.record(number).id == "charter/art-1")
    assert record_text(index.record(number)) == "国家尊重和保障人权。"
    texts = {term for field, term, (documents, _) in terms_of(index) if field == "text" and number in documents}
    assert {"国家", "尊重", "和", "保障人权", "保障", "人权"} == texts
    assert index.lengths("text")[number] == 4
    assert index.average("text") == sum(index.lengths("text")) / index.count


def test_a_folder_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError):
        WhooshIndex.opened(tmp_path)
    zipfile.ZipFile(tmp_path / "library.json", "w").close()
    with pytest.raises(DamagedIndexError):
        WhooshIndex.opened(tmp_path)
