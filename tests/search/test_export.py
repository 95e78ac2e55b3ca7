"""The static index: the same bytes every time, named after their content, whole or not there."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from indexer.search import Engine, export, export_index, open_engine
from indexer.search.export import EXPORT_FORMAT
from indexer.search.postings import FIELDS
from tests.search.made_up_laws import corpus_of


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_exports_are_equal_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path / "one")
    another = open_engine(corpus_of(tmp_path / "laws"), tmp_path / "cache")
    export_index(another, tmp_path / "two")
    another.close()
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_entry_names_the_files_by_their_content(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path)
    found = files(tmp_path)
    entry = json.loads(found.pop("entry.json"))
    assert (entry["format"], entry["documents"]) == (EXPORT_FORMAT, engine.index.count)
    assert sorted(found) == sorted([entry["index"], entry["texts"]])
    for name, data in found.items():
        assert name.endswith(f"-{hashlib.sha256(data).hexdigest()[:16]}.bin")
        # gzip inside the file, without a time stamp
        assert data[:2] == b"\x1f\x8b"
        assert data[4:8] == b"\0\0\0\0"


def test_everything_is_in_it(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path)
    entry = json.loads((tmp_path / "entry.json").read_bytes())
    data = gzip.decompress((tmp_path / entry["index"]).read_bytes())
    size = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + size])
    assert sorted(header["fields"]) == sorted(FIELDS)
    at = 4 + size
    for field in sorted(FIELDS):
        joined = header["fields"][field]["terms"]
        terms = joined.split("\n") if joined else []
        assert terms == sorted(terms)
        for term, length in zip(terms, header["fields"][field]["sizes"], strict=True):
            documents, frequencies = engine.index.postings(field, term)
            assert decode(data[at : at + length]) == list(zip(documents, frequencies, strict=True))
            at += length
    assert at == len(data)
    texts = json.loads(gzip.decompress((tmp_path / entry["texts"]).read_bytes()))
    for document, (id, label, path, units) in enumerate(texts["records"]):
        record = engine.index.record(document)
        assert (id, label) == (record.id, record.label)
        assert tuple(texts["paths"][path]) == record.path
        assert tuple(tuple(unit) for unit in units) == record.units


def decode(data: bytes) -> list[tuple[int, int]]:
    """Read a posting list as the module describes it."""
    numbers: list[int] = []
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
    found: list[tuple[int, int]] = []
    last, rest = -1, iter(numbers)
    for number in rest:
        last += number >> 1
        found.append((last, next(rest) if number & 1 else 1))
    return found


@pytest.mark.parametrize(
    "pairs", [[(0, 1)], [(0, 5), (1, 1), (200, 300)], [(70_000, 1)], [(63, 1), (127, 127), (128, 128), (16_511, 2)], []]
)
def test_numbers_of_every_size(pairs: list[tuple[int, int]]) -> None:
    posting = [document for document, _ in pairs], [frequency for _, frequency in pairs]
    assert decode(export._encode(posting)) == pairs


def test_files_of_earlier_exports_go_and_others_stay(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "index-0000.bin").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    export_index(engine, tmp_path)
    assert not (tmp_path / "index-0000.bin").exists()
    assert (tmp_path / "notes.txt").exists()


def test_a_failed_export_leaves_no_half_written_file(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_index(engine, tmp_path)
    before = files(tmp_path)

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        export_index(engine, tmp_path)
    assert files(tmp_path) == before
