"""What is written to Whoosh comes back, and Whoosh's own queries work on it, phrases too."""

import pickletools
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import And, Phrase, Term

from indexer.search import Engine
from indexer.search.analysis import grams, normalise
from indexer.search.postings import FIELDS
from indexer.search.records import record_text
from indexer.search.whoosh_index import DamagedIndexError, WhooshIndex


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


def test_nothing_of_ours_is_pickled_into_the_index(folder: Path) -> None:
    (toc,) = folder.glob("_MAIN_*.toc")
    data = toc.read_bytes()
    names = [str(arg) for start in range(len(data)) if data[start] == 0x80 for arg in _globals(data[start:])]
    assert any(name.startswith("whoosh") for name in names)
    assert not [name for name in names if name.startswith("indexer")]


def _globals(data: bytes) -> list[str]:
    found: list[str] = []
    try:
        for opcode, arg, _ in pickletools.genops(data):
            if opcode.name == "GLOBAL":
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
    found = {term: list(zip(*posting, strict=True)) for field, term, posting in index.terms() if field == "grams"}
    assert found == expected
    assert list(found) == sorted(found)
    for term, pairs in found.items():
        assert list(zip(*index.postings("grams", term), strict=True)) == pairs


def test_long_posting_lists_are_whole(tmp_path: Path) -> None:
    """More documents than one block of Whoosh's posting lists holds."""
    from indexer.search.postings import Library
    from indexer.search.records import Record
    from indexer.search.whoosh_index import WhooshWriter

    writer = WhooshWriter(tmp_path)
    none: dict[str, list[int]] = {}
    for number in range(1000):
        record = Record(f"a/art-{number}", "", "", (), (("", "甲"),))
        text = {"甲": list(range(number % 3 + 1))} if number % 7 else none
        writer.add(
            record,
            {"text": text, "heading": none, "question": none, "title": none},
            {"alike": {}, "article": {}, "asked": {}, "grams": {}, "meant": {}, "term": {}},
            {"text": 5, "heading": 0, "question": 0, "title": 0},
        )
    assert writer.frequencies("text") == {"甲": sum(number % 3 + 1 for number in range(1000) if number % 7)}
    writer.finish(Library((), {}, {}, [0] * 1000))
    index = WhooshIndex(tmp_path)
    documents, frequencies = index.postings("text", "甲")
    assert list(documents) == [number for number in range(1000) if number % 7]
    assert list(frequencies) == [number % 3 + 1 for number in range(1000) if number % 7]
    index.close()


def test_what_is_not_there(engine: Engine) -> None:
    for field in FIELDS:
        documents, frequencies = engine.index.postings(field, "没有这个词")
        assert (len(documents), len(frequencies)) == (0, 0)


def test_lengths_count_words_once(engine: Engine) -> None:
    index = engine.index
    number = next(number for number in range(index.count) if index.record(number).id == "charter/art-1")
    assert record_text(index.record(number)) == "国家尊重和保障人权。"
    texts = {term for field, term, (documents, _) in index.terms() if field == "text" and number in documents}
    assert {"国家", "尊重", "和", "保障人权", "保障", "人权"} == texts
    assert index.lengths("text")[number] == 4
    assert index.average("text") == sum(index.lengths("text")) / index.count


def test_a_folder_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError):
        WhooshIndex(tmp_path)
    zipfile.ZipFile(tmp_path / "library.json", "w").close()
    with pytest.raises(DamagedIndexError):
        WhooshIndex(tmp_path)
