"""The static index: the same bytes every time, in a folder named after their content, whole or not there."""

import hashlib
import json
import shutil
import zlib
from collections import Counter
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.numerals import to_chinese
from indexer.search import Engine, export_index, open_engine
from indexer.search.files import link_or_copy
from indexer.search.postings import FIELDS, LENGTH_FIELDS, Library, rounded
from indexer.search.query import STOP_WORDS
from indexer.search.static_files import EXPORT_FORMAT, TEXTS, length_byte
from indexer.search.static_terms import FEW, how_many_shards, shard_numbers
from indexer.search.stretches import posting_lists
from indexer.search.tables import Table
from tests.search.made_up_laws import LAWS, PUNISHING, corpus_of, source, terms_of


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def version_folder(folder: Path) -> Path:
    return folder / str(json.loads((folder / "entry.json").read_bytes())["version"])


def unpacked(data: bytes) -> bytes:
    """The content of a file, read as the module describes it."""
    numbers = Numbers(data)
    size = numbers.number()
    packer = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = packer.decompress(data[numbers.at :] + b"\0\0\xff\xff")
    assert not packer.eof, "the next file could not be unpacked behind it"
    assert len(plain) == size
    return plain


def framed(data: bytes) -> tuple[dict[str, Any], bytes]:
    plain = unpacked(data)
    size = int.from_bytes(plain[:4], "little")
    return json.loads(plain[4 : 4 + size]), plain[4 + size :]


def test_two_exports_are_equal_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path / "one")
    another = open_engine(corpus_of(tmp_path / "laws"), tmp_path / "cache")
    export_index(another, tmp_path / "two")
    another.close()
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_entry_names_the_folder_by_its_content(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path)
    entry = json.loads((tmp_path / "entry.json").read_bytes())
    assert entry["format"] == EXPORT_FORMAT
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([".made", "entry.json", entry["version"]])
    pack = (tmp_path / entry["version"] / "all.pack").read_bytes()
    size = int.from_bytes(pack[:4], "little")
    at = 4 + size
    for name, length in json.loads(pack[4:at]):
        data = (tmp_path / entry["version"] / name).read_bytes()
        assert (length, pack[at : at + length]) == (len(data), data)
        assert len(unpacked(data)) > 0
        at += length
    assert at == len(pack)
    assert hashlib.sha256(pack).hexdigest()[:16] == entry["version"]


def test_everything_is_in_it(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path)
    folder, index = version_folder(tmp_path), engine.index
    core, data = framed((folder / "core.bin").read_bytes())
    at = (len(LENGTH_FIELDS) + 1) * index.count
    rest = Numbers(data, at)
    point, chars = 0, []
    for _ in range(core["chars"]):
        point += rest.number()
        chars.append(chr(point))
    costs = {char: cost for char, cost in zip(chars, rest.take(len(chars)), strict=True) if cost}
    assert breaches(Numbers(rest.take(rest.number())), index.library) == index.library.breaches
    assert rest.at == len(data)
    shards = json.loads((tmp_path / "entry.json").read_bytes())["shards"]
    keys: list[str] = []
    held: Held = {}
    values: dict[str, Any] = {}
    for number in range(shards):
        own, own_costs, postings, own_values = read_shard((folder / f"t{number}.bin").read_bytes())
        assert own == sorted(own)
        assert {shard_of(key, shards) for key in own} <= {number}
        held |= postings
        values |= own_values
        costs |= {key: cost for key, cost in zip(own, own_costs, strict=True) if cost}
        keys += own
    assert len(keys) == len(set(keys))
    assert costs == index.library.costs
    for word, meant in index.library.widenings.items():
        assert tuple(values[word]) == meant
    for char, sound in index.library.sounds.items():
        assert values[f"^{char}"][1] == sound
    held = with_words(held)
    count = 0
    for field, term, (documents, frequencies) in terms_of(index):
        key = f"~{term}" if field == "grams" and len(term) == 1 else term
        assert index.postings(field, term) == (documents, frequencies)
        expected = list(zip(documents, frequencies, strict=True))
        if field == "title":
            expected = sorted({(index.library.law_of[document], many) for document, many in expected})
        keys_of = [f"{word}&{term}" for word, meant in index.library.widenings.items() if term in meant]
        for each in keys_of if field == "meant" else [key]:
            assert held[field, each] == expected
            count += 1
    assert count == len(held)
    for number, field in enumerate(LENGTH_FIELDS):
        lengths = data[number * index.count : (number + 1) * index.count]
        assert list(map(length, lengths)) == list(index.lengths(field))
    for document in range(index.count):
        texts = json.loads(unpacked((folder / f"x{document // TEXTS}.bin").read_bytes()))
        anchor, label, path, units = texts[document % TEXTS]
        record = index.record(document)
        assert (anchor, label, tuple(path)) == (record.anchor, record.label, record.path)
        assert tuple(map(tuple, units)) == record.units


def test_who_punishes_whose_breach_is_in_it(tmp_path: Path, dictionary_folder: Path) -> None:
    shutil.copytree(dictionary_folder, tmp_path / "search")
    with closing(open_engine(corpus_of(tmp_path / "laws", LAWS | PUNISHING), tmp_path)) as engine:
        export_index(engine, tmp_path / "out")
        core, data = framed((version_folder(tmp_path / "out") / "core.bin").read_bytes())
        rest = Numbers(data, (len(LENGTH_FIELDS) + 1) * engine.index.count)
        for _ in range(core["chars"]):
            rest.number()
        rest.take(core["chars"])
        found = breaches(Numbers(rest.take(rest.number())), engine.index.library)
        ids = {engine.index.record_id(place): list(map(engine.index.record_id, held)) for place, held in found.items()}
        assert ids == {"corpora/art-3": ["corpora/art-1"], "corpora/art-4": ["corpora/art-2"]}


def test_no_word_begins_with_a_pair_that_is_not_looked_up(engine: Engine, tmp_path: Path) -> None:
    entry, core = export_index(engine, tmp_path)
    assert core == next(tmp_path.glob("*/core.bin")).read_bytes()
    known = json.loads(entry)
    particles = known.pop("particles")
    assert known == json.loads((tmp_path / "entry.json").read_bytes())
    assert export_index(engine, tmp_path) == (entry, core)
    library = engine.index.library
    words = [word for word in (*library.costs, *library.widenings) if len(word) > 1]
    for one, other in ((word[0], word[1]) for word in words):
        assert one not in particles or other in particles[one][0]
        assert other not in particles or one in particles[other][1]
    # Only what begins words is named, and only for stop words with which few begin.
    pairs = {word[:2] for word in words}
    assert particles
    assert particles.keys() <= STOP_WORDS
    for char, (after, before) in particles.items():
        named = {char + other for other in after} | {other + char for other in before}
        assert named <= pairs
        assert len(after) + len(before) <= FEW


class Numbers:
    """Reads numbers and bytes as the module describes them."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def breaches(numbers: Numbers, library: Library) -> dict[int, list[int]]:
    """The documents that punish and those whose breach they punish, read as the module describes them."""
    found: dict[int, list[int]] = {}
    document = 0
    for _ in range(numbers.number()):
        document += numbers.number()
        place = library.law_of.index(library.law_of[document])
        found[document] = list(accumulate((numbers.number() for _ in range(numbers.number())), initial=place))[1:]
    return found


def shard_of(key: str, shards: int) -> int:
    """Find a key as the module describes it."""
    bare = key.lstrip("~^")
    counted = key if key[0] == "=" else key[:3] if key[0] == "*" else bare[0] if bare[1:2] == "&" else bare[:2]
    found = 0x811C9DC5
    for char in counted:
        found = (found ^ ord(char)) * 0x01000193 % 2**32
    return found % shards


Held = dict[tuple[str, str], list[tuple[int, int]]]
"""By field and key the documents that it stands in, with how often."""


def read_shard(packed: bytes) -> tuple[list[str], bytes, Held, dict[str, Any]]:
    """Keys, their costs, the postings by field and key, what keys stand for."""
    data = Numbers(unpacked(packed))
    count = data.number()
    keys: list[str] = []
    for line in filter(None, data.take(data.number()).decode().split("\n")):
        keys.append((keys[-1][: ord(line[0]) - 32] if keys else "") + line[1:])
    costs = data.take(count)
    masks = [data.number() for _ in keys]
    sizes = [
        (field, key, data.number())
        for place, field in enumerate(FIELDS)
        for key, mask in zip(keys, masks, strict=True)
        if mask >> place & 1
    ]
    values = data.take(data.number())
    postings = {(field, key): decode(data.take(size)) for field, key, size in sizes}
    assert data.at == len(data.data)
    assert len(keys) == count
    return keys, costs, postings, json.loads(values) if values else {}


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
        last += number >> 1  # a 0 before all of them: -1
        found.append((last, next(rest) if number & 1 else 1))
    return found


def with_words(held: Held) -> Held:
    """The same with what characters and pairs of them have as words, where their postings begin with a 0."""
    found: Held = {}
    for (field, key), postings in held.items():
        if postings[:1] != [(-1, 1)]:
            found[field, key] = postings
        elif field == "grams":
            word = held["text", key.removeprefix("~")]
            found[field, key] = sorted((Counter(dict(word)) + Counter(dict(postings[1:]))).items())
        else:
            assert field == "asked"
            found[field, key] = sorted((document, 1) for document, _ in held["question", key] + postings[1:])
    return found


def length(byte: int) -> int:
    """Read a length as the module describes it."""
    return byte if byte < 16 else (byte - 16) % 8 + 8 << (byte - 16) // 8 + 1


@pytest.mark.parametrize(
    "pairs", [[(0, 1)], [(0, 5), (1, 1), (200, 300)], [(70_000, 1)], [(63, 1), (127, 127), (128, 128), (16_511, 2)], []]
)
def test_numbers_of_every_size(pairs: list[tuple[int, int]]) -> None:
    documents, frequencies = (np.array([pair[part] for pair in pairs], dtype=np.int64) for part in range(2))
    encoded = posting_lists(Table(["甲"], np.array([0, len(pairs)]), documents, frequencies))
    assert encoded.ends.tolist() == [0, len(encoded.data)]
    assert decode(encoded.data) == pairs


@pytest.mark.parametrize(
    ("keys", "shards"), [(0, 1), (20, 1), (79, 6), (130, 10), (160, 12), (176, 14), (12 * 6200, 6144), (10**7, 12288)]
)
def test_a_few_keys_more_seldom_make_another_number_of_shards(keys: int, shards: int) -> None:
    assert how_many_shards(keys) == shards


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数据", "数据安全"),
        ("刷脸", "刷脸&人脸识别"),
        ("娃", "娃&未成年人"),
        ("脸", "~脸"),
        ("脸", "^脸"),
        ("*敏感个", "*敏感个人信息"),
    ],
)
def test_what_is_asked_for_together_stands_together(one: str, other: str) -> None:
    first, second = shard_numbers([one, other], 8192).tolist()
    assert first == second == shard_of(one, 8192)


@pytest.mark.parametrize("words", [0, 1, 15, 16, 17, 31, 32, 100, 1000, 4095, 65_535])
def test_lengths_fit_into_a_byte_and_lose_an_eighth_at_most(words: int) -> None:
    assert length(length_byte(rounded(words))) == rounded(words)
    assert words * 7 / 8 < rounded(words) <= words or words == 0


def test_earlier_exports_go_and_other_files_stay(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "0000").mkdir()
    (tmp_path / "0000" / "core.bin").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    export_index(engine, tmp_path)
    assert not (tmp_path / "0000").exists()
    assert (tmp_path / "notes.txt").exists()


def test_a_failed_export_leaves_the_last_one(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export_index(engine, tmp_path)
    before = files(tmp_path)

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        export_index(engine, tmp_path, {"games/art-1": [("罚则：第三条", "laws/games/#art-3")]})
    assert files(tmp_path) == before


def test_what_was_made_from_the_very_same_is_left_as_it_is(engine: Engine, tmp_path: Path) -> None:
    export_index(engine, tmp_path)
    core = version_folder(tmp_path) / "core.bin"
    whole, other = core.read_bytes(), bytes(core.stat().st_size)
    core.write_bytes(other)
    export_index(engine, tmp_path)
    assert core.read_bytes() == other
    # what is not as it was written is written again
    core.write_bytes(b"")
    export_index(engine, tmp_path)
    assert core.read_bytes() == whole
    # and so is what is made from something else
    version = version_folder(tmp_path)
    export_index(engine, tmp_path, {"games/art-1": [("罚则：第三条", "laws/games/#art-3")]})
    assert version_folder(tmp_path) != version


TEXT = "提供者个人信息未成年人训练数据算法备案标识投诉监督处罚平台用户内容安全评估服务协议期限公开"
MANY = [
    f"## {label}\n\n{TEXT[number % 20 :][:3]}应当{TEXT[number * 7 % 39 :][:4]}、{TEXT[: number % 9]}。\n"
    for number in range(1, 200)
    for label in [f"第{to_chinese(number)}条"]
]
MORE = {"extra": source("又一试行办法", "\n".join(MANY))}
"""Enough for several files."""


@pytest.mark.parametrize(
    ("change", "linked"),
    [
        ({"charter": LAWS["charter"].replace("尊重和保障", "保障")}, True),
        ({"games": LAWS["games"].replace("赌场", "新的赌场")}, True),
        ({"games": LAWS["games"].replace("数据来源合法", "数据")}, True),
        # 啫 is in no other word, nor among the characters whose sounds are always known
        ({"games": LAWS["games"].replace("赌场", "赌场和啫喱")}, True),
        ({"data": LAWS["data"].replace("2024-01-01", "2024-02-02")}, True),
        ({"games": LAWS["games"].replace("法律责任", "处罚细则")}, True),
        # other numbers of documents: made anew
        ({"data": LAWS["data"].replace("## 第二章", "### 第二条之一\n\n新的一条。\n\n## 第二章")}, False),
        ({"charter@2000-01-01": source("中华人民共和国章程", "## 第一条\n\n旧的。\n", version="2000-01-01")}, False),
        # other numbers of laws only: this one has no text
        (
            {
                "blank": source("空白试行办法", "").replace(
                    "{how: transcribed, from: 试验", "{how: none, from: 只收目录"
                )
            },
            False,
        ),
    ],
    ids=[
        "a word less",
        "a word more",
        "words less",
        "a new character",
        "dates",
        "a heading",
        "an article",
        "a law",
        "no text",
    ],
)
def test_after_a_change_the_export_is_what_a_new_one_would_be(
    tmp_path: Path, dictionary_folder: Path, change: dict[str, str], linked: bool
) -> None:
    exported(tmp_path, dictionary_folder, "one", LAWS | MORE)
    before = {path.stat().st_ino for path in version_folder(tmp_path / "one" / "static").iterdir()}
    changed = exported(tmp_path, dictionary_folder, "one", LAWS | MORE | change)
    same = sum(path.stat().st_ino in before for path in version_folder(tmp_path / "one" / "static").iterdir())
    assert (same > len(before) / 2) is linked
    assert exported(tmp_path, dictionary_folder, "two", LAWS | MORE | change) == changed
    # and so is the one after that
    back = exported(tmp_path, dictionary_folder, "one", LAWS | MORE)
    assert exported(tmp_path, dictionary_folder, "three", LAWS | MORE) == back


def exported(tmp_path: Path, dictionary_folder: Path, name: str, laws: dict[str, str]) -> dict[str, bytes]:
    """The files of an export from an index of `laws`, which goes on from what stands there."""
    if not (tmp_path / name).exists():
        shutil.copytree(dictionary_folder, tmp_path / name / "search")
    engine = open_engine(corpus_of(tmp_path / "laws", laws), tmp_path / name)
    export_index(engine, tmp_path / name / "static", {"games/art-1": [("罚则：第三条", "laws/games/#art-3")]})
    engine.close()
    return files(tmp_path / name / "static")


def test_a_damaged_pack_is_not_gone_on_with(tmp_path: Path, dictionary_folder: Path) -> None:
    exported(tmp_path, dictionary_folder, "one", LAWS | MORE)
    pack = version_folder(tmp_path / "one" / "static") / "all.pack"
    content = pack.read_bytes()
    pack.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    changed = exported(tmp_path, dictionary_folder, "one", LAWS | MORE | CHANGED)
    assert exported(tmp_path, dictionary_folder, "two", LAWS | MORE | CHANGED) == changed


CHANGED = {"games": LAWS["games"].replace("赌场", "新的赌场")}


def test_a_site_that_shares_the_files_keeps_its_own(tmp_path: Path, dictionary_folder: Path) -> None:
    exported(tmp_path, dictionary_folder, "one", LAWS | MORE)
    site = tmp_path / "site"
    shutil.copytree(tmp_path / "one" / "static", site, copy_function=link_or_copy)
    shown = files(site)
    assert exported(tmp_path, dictionary_folder, "one", LAWS | MORE | CHANGED) != shown
    assert files(site) == shown


@pytest.mark.parametrize("step", ["replace", "rmdir", "rename"])
def test_an_export_that_breaks_off_leaves_nothing_half_changed(
    tmp_path: Path, dictionary_folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    exported(tmp_path, dictionary_folder, "one", LAWS | MORE)
    folder = tmp_path / "one" / "static"
    act = getattr(Path, step)

    def broken(path: Path, *args: object) -> object:
        if folder in path.parents:
            raise OSError(step)
        return act(path, *args)

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, broken)
        with pytest.raises(OSError, match=step):
            exported(tmp_path, dictionary_folder, "one", LAWS | MORE | CHANGED)
    assert not [path for path in folder.iterdir() if path.name.endswith(".taken")]
    again = exported(tmp_path, dictionary_folder, "one", LAWS | MORE | CHANGED)
    assert exported(tmp_path, dictionary_folder, "two", LAWS | MORE | CHANGED) == again


def test_what_belongs_to_a_record_alone_changes(tmp_path: Path, dictionary_folder: Path) -> None:
    """Nothing that the index knows of: the laws around may have changed."""
    shutil.copytree(dictionary_folder, tmp_path / "search")
    for laws, related in [
        (LAWS, {}),
        (LAWS | {"charter": LAWS["charter"].replace("尊重", "")}, {"games/art-1": [("罚则：第三条", "laws/")]}),
    ]:
        engine = open_engine(corpus_of(tmp_path / "laws", laws), tmp_path)
        export_index(engine, tmp_path / "static", related)
        export_index(engine, tmp_path / "new", related)
        engine.close()
        assert version_folder(tmp_path / "static").name == version_folder(tmp_path / "new").name
        shutil.rmtree(tmp_path / "new")


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", None])
def test_damaged_notes_of_the_last_export_do_no_harm(
    tmp_path: Path, dictionary_folder: Path, rubbish: bytes | None
) -> None:
    exported(tmp_path, dictionary_folder, "one", LAWS)
    notes = tmp_path / "one" / "static" / ".made"
    notes.write_bytes(notes.read_bytes()[: notes.stat().st_size // 2] if rubbish is None else rubbish)
    change = {"charter": LAWS["charter"].replace("尊重和保障", "保障")}
    changed = exported(tmp_path, dictionary_folder, "one", LAWS | change)
    assert exported(tmp_path, dictionary_folder, "two", LAWS | change) == changed
