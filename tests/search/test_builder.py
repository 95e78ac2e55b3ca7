"""The life of the index: when it is built, when it is not, and that nothing half-built is ever used."""

import json
import multiprocessing
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from indexer.search import Engine, IndexFolderError, open_engine
from indexer.search import builder as builder_module
from indexer.search import contents as contents_module
from indexer.search.fields import Fields, fields_of
from indexer.search.postings import FIELDS, LENGTH_FIELDS
from indexer.search.records import LawRecords
from indexer.search.vocabulary import Vocabulary
from indexer.search.whoosh_index import WhooshIndex
from tests.search.made_up_laws import LAWS, corpus_of, source


class Opened:
    """An engine that is opened, searched once and closed, with what was said on the way."""

    def __init__(self, folder: Path, laws: dict[str, str] = LAWS, name: str = "laws") -> None:
        self.said: list[str] = []
        self.progress: list[tuple[int, int]] = []
        engine = open_engine(
            corpus_of(folder / name, laws),
            folder / "cache",
            progress=lambda *done: self.progress.append(done),
            say=self.said.append,
        )
        self.found = [result.id for result in engine.search("单独同意").results]
        self.count = engine.index.count
        engine.close()

    @property
    def built(self) -> bool:
        return bool(self.progress)


@pytest.fixture(autouse=True)
def kept_dictionary(tmp_path: Path, dictionary_folder: Path) -> None:
    """Making it anew takes a second."""
    shutil.copytree(dictionary_folder, tmp_path / "cache" / "search")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The folder of a finished index."""
    assert Opened(tmp_path).built
    return tmp_path / "cache" / "search" / "index"


def test_built_once(tmp_path: Path) -> None:
    first = Opened(tmp_path)
    assert (first.built, first.progress[-1], first.said) == (True, (4, 4), [])
    assert first.found[0] == "data/art-1"
    again = Opened(tmp_path)
    assert (again.built, again.said, again.found) == (False, [], first.found)


def test_nothing_but_the_index_and_its_caches_is_left(index: Path) -> None:
    names = {path.name for path in index.parent.iterdir()} - {"lock"}
    assert sorted(name.partition("-")[0] for name in names) == ["index", "vocabulary", "words"]


@pytest.mark.parametrize(
    "change",
    [
        {"data": LAWS["data"].replace("单独同意", "书面同意")},
        {"data": LAWS["data"].replace("数试法", "数据法")},
        {"extra": LAWS["data"].replace("中华人民共和国数据试验法", "另一部法").replace("数试法, DTL", "")},
    ],
    ids=["text", "alias", "new law"],
)
def test_rebuilt_after_a_change(tmp_path: Path, index: Path, change: dict[str, str]) -> None:
    before = (index / "meta.json").read_text()
    changed = Opened(tmp_path, LAWS | change)
    assert (changed.built, changed.said) == (True, [])
    assert (index / "meta.json").read_text() != before
    assert not Opened(tmp_path, LAWS | change).built


CHANGES = {
    "a word": {"charter": LAWS["charter"].replace("尊重和保障", "保障")},
    "a new article": {"data": LAWS["data"].replace("## 第二章", "### 第二条之一\n\n新的一条。\n\n## 第二章")},
    "an article less": {"data": LAWS["data"].replace("### 第四条之一\n\n本法自公布之日起施行。\n", "")},
    "another heading": {"games": LAWS["games"].replace("法律责任", "数据安全")},
    "a law more": {"extra": source("又一试行办法", "## 第一条\n\n总则里没有的话。\n")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_the_index_is_what_a_new_one_would_be(
    tmp_path: Path, index: Path, change: dict[str, str]
) -> None:
    assert Opened(tmp_path, LAWS | change).built
    before = contents(index)
    shutil.rmtree(index)
    assert Opened(tmp_path, LAWS | change).built
    assert contents(index) == before


def test_a_law_less(tmp_path: Path, index: Path) -> None:
    laws = {name: text for name, text in LAWS.items() if name != "data@2018-01-01"}
    Opened(tmp_path, laws)
    before = contents(index)
    shutil.rmtree(index)
    Opened(tmp_path, laws)
    assert contents(index) == before


def contents(folder: Path) -> object:
    """All that an index holds, positions too."""
    opened = WhooshIndex.opened(folder)
    tables = [
        (field, list(table.terms), *(None if each is None else each.tolist() for each in arrays))
        for field in FIELDS
        for table in [opened.table(field)]
        for arrays in [(table.starts, table.documents, table.frequencies, table.positions)]
    ]
    lengths = [list(opened.lengths(field)) for field in LENGTH_FIELDS]
    found = tables, lengths, list(opened.stored_records), opened.library
    opened.close()
    return found


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({"charter": LAWS["charter"].replace("尊重和保障", "保障")}, [["charter"]]),
        # a heading more is a word more for the laws in which it stands
        ({"games": LAWS["games"].replace("法律责任", "处罚细则")}, [["games"]]),
        ({"games": LAWS["games"].replace("法律责任", "人权")}, [["charter", "games"]]),
        ({"data": LAWS["data"].replace("安全评估\n", "评估\n")}, [["data", "data@2018-01-01"]]),
    ],
    ids=["a word", "a heading", "a word of another law", "a word less of another law"],
)
def test_after_one_changed_law_only_that_law_is_counted(
    tmp_path: Path,
    index: Path,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, str],
    counted: list[list[str]],
) -> None:
    found: list[list[str]] = []
    original = fields_of

    def watched(laws: Sequence[LawRecords], vocabulary: Vocabulary) -> Fields:
        found.append([law.law.id for law in laws])
        return original(laws, vocabulary)

    monkeypatch.setattr(contents_module, "fields_of", watched)
    Opened(tmp_path, LAWS | change)
    assert found == counted


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"PK\x03\x04 cut off", None])
def test_a_damaged_dictionary_is_made_again(tmp_path: Path, index: Path, rubbish: bytes | None) -> None:
    paths = [path for name in ("words-*", "vocabulary-*") for path in index.parent.glob(name)]
    whole = [path.read_bytes() for path in paths]
    assert len(whole) == 2
    for path, content in zip(paths, whole, strict=True):
        # None: the end of the vocabulary is lost, and only its checksum tells
        lost = content if path.name.startswith("words-") else content[:-4096] + bytes(4096)
        path.write_bytes(lost if rubbish is None else rubbish)
    shutil.rmtree(index)
    assert Opened(tmp_path).found[0] == "data/art-1"
    assert [path.read_bytes() for path in paths] == whole


def test_another_version(tmp_path: Path, index: Path) -> None:
    meta = json.loads((index / "meta.json").read_text())
    (index / "meta.json").write_text(json.dumps(meta | {"format": 999}))
    opened = Opened(tmp_path)
    assert opened.built
    assert opened.said == [f"索引是另一版本（999，本程序用 {builder_module.INDEX_FORMAT}），重新建立"]


@pytest.mark.parametrize("name", ["meta.json", "library.json", "*.tables", "_MAIN_1.toc"])
@pytest.mark.parametrize("how", ["gone", "empty", "cut off", "rubbish"])
def test_damaged(tmp_path: Path, index: Path, name: str, how: str) -> None:
    (path,) = index.glob(name)
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut off": data[: len(data) // 2], "rubbish": os.urandom(len(data))}[how])
    opened = Opened(tmp_path)
    assert (opened.built, opened.said) == (True, ["索引已损坏，重新建立"])
    assert opened.found[0] == "data/art-1"


def test_what_a_killed_build_left_is_removed(tmp_path: Path, index: Path) -> None:
    new, old = index.with_name("index.new-1-dead"), index.with_name("index.old-1-dead")
    shutil.copytree(index, new)
    index.rename(old)
    opened = Opened(tmp_path)
    assert opened.built
    assert not new.exists()
    assert not old.exists()


def test_a_failed_build_leaves_the_last_index_in_place(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in index.iterdir()}

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(builder_module, "write_index", fail)
    with pytest.raises(KeyboardInterrupt):
        Opened(tmp_path, LAWS | {"data": LAWS["data"].replace("单独", "书面")})
    assert {path.name: path.read_bytes() for path in index.iterdir()} == before
    assert [path.name for path in index.parent.glob("index*")] == ["index"]
    monkeypatch.undo()
    assert not Opened(tmp_path).built


def _open(folder: Path, name: str, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    opened = Opened(folder, name=name)
    results.put((opened.built, opened.found))  # type: ignore[attr-defined]


def test_two_builders_build_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_open, args=(tmp_path, name, start, results)) for name in ("one", "two")]
    for process in processes:
        process.start()
    outcomes = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert sorted(built for built, _ in outcomes) == [False, True]
    assert {tuple(found) for _, found in outcomes} == {("data/art-1", *outcomes[0][1][1:])}


def test_a_second_builder_waits_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder_module, "PATIENCE", 0.1)
    said: list[str] = []
    with FileLock(tmp_path / "cache" / "search" / "lock"), pytest.raises(IndexFolderError, match="另一个进程仍在"):
        open_engine(corpus_of(tmp_path / "laws"), tmp_path / "cache", say=said.append)
    assert said == ["另一个进程正在建立索引，等它完成……"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFolderError, match=r"索引文件夹 .*用不了.*检查权限和磁盘空间"):
        open_engine(corpus_of(tmp_path / "laws"), tmp_path / "file" / "cache")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder_module, "write_index", full)
    with pytest.raises(IndexFolderError, match="No space left"):
        open_engine(corpus_of(tmp_path / "laws"), tmp_path / "cache")
    assert not list((tmp_path / "cache" / "search").glob("index*"))


def test_an_empty_library(tmp_path: Path) -> None:
    from indexer.corpus import Corpus

    engine = Engine.open(tmp_path, Corpus())
    assert engine.index.count == 0
    assert engine.search("同意").results == ()
    assert engine.search("第一条").message == "库中没有第一条。"
    engine.close()
