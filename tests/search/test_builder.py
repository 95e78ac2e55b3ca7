"""The life of the index: when it is built, when it is not, and that nothing half-built is ever used."""

import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from indexer.search import Engine, IndexFolderError, open_engine
from indexer.search import builder as builder_module
from indexer.search import tokens as tokens_module
from indexer.search.whoosh_index import WhooshWriter
from tests.search.made_up_laws import LAWS, corpus_of


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
    assert {name for name in names if not name.startswith("jieba")} == {"index", "words"}
    assert len(list((index.parent / "words").iterdir())) == len(LAWS)


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


def test_after_one_changed_law_only_that_law_is_cut(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    original = tokens_module._cut_job

    def watched(job: tokens_module.Job) -> object:
        cut.append(job[0].law.id)
        return original(job)

    monkeypatch.setattr(tokens_module, "_cut_job", watched)
    Opened(tmp_path, LAWS | {"charter": LAWS["charter"].replace("尊重和保障", "保障")})
    assert cut == ["charter"]
    assert len(list((index.parent / "words").iterdir())) == len(LAWS)


def test_many_laws_are_cut_by_two_processes(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {path.name: path.read_bytes() for path in (index.parent / "words").iterdir()}
    shutil.rmtree(index.parent)
    monkeypatch.setattr(tokens_module, "PARALLEL_FROM", 1)
    assert Opened(tmp_path).built
    assert {path.name: path.read_bytes() for path in (index.parent / "words").iterdir()} == alone


def test_damaged_words_are_cut_again(tmp_path: Path, index: Path) -> None:
    for number, path in enumerate(sorted((index.parent / "words").iterdir())):
        path.write_text(["{", "[]", "[[[1, 2, 3]]]", '[["a"]]'][number % 4])
    shutil.rmtree(index)
    assert Opened(tmp_path).found[0] == "data/art-1"


def test_another_version(tmp_path: Path, index: Path) -> None:
    meta = json.loads((index / "meta.json").read_text())
    (index / "meta.json").write_text(json.dumps(meta | {"format": 999}))
    opened = Opened(tmp_path)
    assert opened.built
    assert opened.said == [f"索引是另一版本（999，本程序用 {builder_module.INDEX_FORMAT}），重新建立"]


@pytest.mark.parametrize("name", ["meta.json", "library.json", "*.trm", "*.pst", "*.toc"])
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

    monkeypatch.setattr(WhooshWriter, "finish", fail)
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
    (tmp_path / "cache" / "search").mkdir(parents=True)
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

    monkeypatch.setattr(WhooshWriter, "finish", full)
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
