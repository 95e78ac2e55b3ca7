"""Everyday words for statutory ones: the thesaurus, and the questions that each article answers; and topics.

All are data files, written by reading the articles: `thesaurus.yml`, one group a line, and `questions/<slug>.yml`, one
article a line with the version of the text it was written for. Both stand here, so that every library that holds the
law is helped by them, and a library may add its own beside its laws. They lead queries to articles and are shown on no
page as if they were law. `topics.yml` beside the laws names fields of law and their instruments.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import opencc

from indexer.corpus import Corpus
from indexer.data_files import members, pairs
from indexer.faults import Fault
from indexer.ids import ArticleNumber
from indexer.search.analysis import normalise

__all__ = ["QUESTIONS", "THESAURUS", "TOPICS", "Everyday", "everyday_of", "read_everyday", "simplified"]

THESAURUS = "thesaurus.yml"
QUESTIONS = "questions"
TOPICS = "topics.yml"
VERSION = "version"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Everyday:
    """`widenings`: normalised everyday word → the words of the law it may mean; `alike`: → other everyday words for
    the same. `questions`: id of an article
    (`pipl/art-13`) → the question it answers and the words people use for it. `topics`: slug → the fields of law that
    an instrument belongs to."""

    widenings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def words_digest(self) -> str:
        """Of the words, which count for all laws; the rest belongs to certain ones, and is a part of their records."""
        # An encoder takes five times as long.
        return hashlib.sha256(repr((dict(self.widenings), dict(self.alike))).encode()).hexdigest()


def everyday_of(corpus: Corpus) -> Everyday:
    """What stands beside the law files of `corpus`; nothing where there are none."""
    entry = next(iter(corpus.entries.values()), None)
    return read_everyday(Path(entry.document.path).parent, corpus)[0] if entry else Everyday()


def read_everyday(folder: Path, corpus: Corpus) -> tuple[Everyday, tuple[Fault, ...]]:
    """Read the files, and say what is wrong with them; lines with a fault are left out."""
    faults: list[Fault] = []
    widenings: dict[str, tuple[str, ...]] = {}
    alike: dict[str, tuple[str, ...]] = {}
    groups = [(path, *each) for path in (_HERE / THESAURUS, folder / THESAURUS) for each in members(path, faults)]
    for path, line, group in groups:
        try:
            words = [normalise(str(word)).text for word in group["everyday"]]
            meant = [normalise(str(word)).text for word in group["statutory"]]
            if not (words and meant and str(group["why"])):
                raise ValueError("空的一组")
        except (KeyError, TypeError, ValueError) as error:
            hint = "写作 - {everyday: [刷脸], statutory: [人脸识别], why: 理由}"
            faults.append(Fault(str(path), line, f"读不了这一组（{error}）", hint))
            continue
        for word in words:
            _add(widenings, word, meant)
            _add(alike, word, words)
    questions: dict[str, str] = {}
    for path in (*sorted((_HERE / QUESTIONS).glob("*.yml")), *sorted((folder / QUESTIONS).glob("*.yml"))):
        questions |= _questions(path, corpus, faults)
    return Everyday(widenings, questions, _topics(folder / TOPICS, corpus, faults), alike), tuple(faults)


def _add(table: dict[str, tuple[str, ...]], word: str, others: Sequence[str]) -> None:
    table[word] = tuple(dict.fromkeys((*table.get(word, ()), *(each for each in others if each != word))))


def _questions(path: Path, corpus: Corpus, faults: list[Fault]) -> dict[str, str]:
    """The lines of one file; none where the library does not hold the text that they were written for."""
    if path.stem not in corpus.instruments:
        return {}
    version = corpus.instruments[path.stem].main
    numbers = {article.number for article in version.articles()}
    found: dict[str, str] = {}
    for line, key, value in pairs(path, faults):
        if key == VERSION:
            if str(value) != str(version.facts.version):
                return {}
            continue
        try:
            number = ArticleNumber.parse(key)
            text = " ".join((value["question"], value["words"], value.get("told", ""))).rstrip()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            hint = '写作 "7": {question: 训练数据从哪里来才合法？, words: 语料 数据集}'
            faults.append(Fault(str(path), line, f"读不了这一条（{error}）", hint))
            continue
        if number not in numbers:
            faults.append(Fault(str(path), line, f"没有{number.label}", "改正条号，或删去这一行"))
        else:
            found[f"{path.stem}/art-{number}"] = text
    return found


def _topics(path: Path, corpus: Corpus, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line, topic, slugs in pairs(path, faults):
        for slug in slugs if isinstance(slugs, list) else [slugs]:
            if slug not in corpus.instruments:
                faults.append(Fault(str(path), line, f"没有法规“{slug}”", "写作 主题: [pipl, dsl]，用法规文件的名称"))
            else:
                found[slug] = (*found.get(slug, ()), topic)
    return found


@cache
def simplified() -> Mapping[str, str]:
    """Traditional character → simplified one, character by character (OpenCC's tables)."""
    converter = opencc.OpenCC("t2s")
    found = {}
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)):
        for char in map(chr, range(first, last + 1)):
            simple = converter.convert(char)
            if simple != char and len(simple) == 1:
                found[char] = simple
    return found
