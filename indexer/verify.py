"""Digests of every article: what a text was checked against, and what has changed since it was recorded.

The manifest `verification.json` stands beside the law files. It holds digests of published collections (`reference`),
the digest of every article as last recorded (`recorded`) and the reasons given for changes. A digest can tell a right
text from a wrong one and nothing else: it is the first 16 hex digits of the SHA-256 of the article's text without
white space and quotation marks, with ( ) : ; , ? ! widened.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from indexer.corpus import Cache, Corpus, Entry, laws_folder, load
from indexer.faults import Fault, Level
from indexer.ids import ArticleNumber
from indexer.model import Article, Checked, Version

__all__ = [
    "MANIFEST",
    "Change",
    "Difference",
    "Manifest",
    "ManifestError",
    "compare",
    "digest",
    "load_verified",
    "matching",
    "normalise",
    "read_manifest",
    "record",
    "verify",
    "write_manifest",
]

MANIFEST = "verification.json"
_FORMAT = 1
_WIDE = str.maketrans("():;,?!", "（）：；，？！")
_DIGEST = re.compile(r"[0-9a-f]{16}")

Digests = Mapping[str, Mapping[str, str]]
"""Text id (`csl@2016-11-07`) → article in Arabic (`120-1`) → digest."""


class ManifestError(Exception):
    """The manifest cannot be read; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Change:
    """Why articles of a text were changed after they had been recorded."""

    text: str
    articles: tuple[str, ...]
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What verification.json holds."""

    reference: Digests = field(default_factory=dict)
    recorded: Digests = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """How an article differs in two copies: stretches of (ours, theirs), equal ones shortened around the others.

    `ours` or `theirs` alone is empty where one copy does not have the article at all.
    """

    article: ArticleNumber
    stretches: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        parts = (same if same == other else f"【{same or '无'}→{other or '无'}】" for same, other in self.stretches)
        return f"{self.article.label}：{''.join(parts)}"


def normalise(text: str) -> str:
    """The form in which texts are compared: no white space, no double quotation marks, full-width punctuation."""
    return re.sub(r'[\s"“”]+', "", text).translate(_WIDE)


def digest(article: Article) -> str:
    """Sixteen hex digits."""
    return hashlib.sha256(normalise(article.text).encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest:
    """The manifest in the folder of law files; an empty one where there is none. Raises ManifestError."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            raise ManifestError(f"{path} 是另一版本（{content['format']}，本程序用 {_FORMAT}）")
        return Manifest(
            _digests(content["reference"]),
            _digests(content["recorded"]),
            tuple(
                Change(each["text"], tuple(each["articles"]), date.fromisoformat(each["date"]), each["reason"])
                for each in content["changes"]
            ),
        )
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{path} 读不了或格式不对（{error}）；从版本库恢复它") from error


def _digests(content: Mapping[str, Mapping[str, str]]) -> Digests:
    for text, articles in content.items():
        for article, value in articles.items():
            ArticleNumber.parse(article)
            if not _DIGEST.fullmatch(value):
                raise ValueError(f"{text} 第 {article} 条的摘要“{value}”")
    return content


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, sorted, beside its place and then into it."""
    content: dict[str, Any] = {
        "format": _FORMAT,
        "reference": _sorted(manifest.reference),
        "recorded": _sorted(manifest.recorded),
        "changes": [
            {"text": each.text, "articles": list(each.articles), "date": each.day.isoformat(), "reason": each.reason}
            for each in manifest.changes
        ],
    }
    beside = folder / f".{MANIFEST}.new"
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(folder / MANIFEST)


def _sorted(digests: Digests) -> dict[str, dict[str, str]]:
    return {
        text: dict(sorted(articles.items(), key=lambda item: ArticleNumber.parse(item[0])))
        for text, articles in sorted(digests.items())
    }


def load_verified(
    docs: Path, cache: Cache | None = None, progress: Callable[[int, int], None] | None = None
) -> tuple[Corpus, tuple[Fault, ...]]:
    """The library and all its faults, those of verification included. Raises NoLibraryError and ManifestError."""
    manifest = read_manifest(laws_folder(docs))
    corpus, faults = load(docs, cache, progress)
    return corpus, tuple(sorted({*faults, *verify(corpus, manifest)}))


def verify(corpus: Corpus, manifest: Manifest) -> Iterator[Fault]:
    """What disagrees with the manifest.

    Errors: a text said to be checked against digests that does not match them; a checked article that changed since
    it was recorded. Notices: changes of unchecked articles, and articles not recorded yet (only where the library
    has a record at all).
    """
    for entry in corpus.entries.values():
        yield from _against_reference(entry, manifest.reference.get(entry.id, {}))
        if manifest.recorded:
            yield from _against_record(entry, manifest.recorded.get(entry.id, {}))
    for text in manifest.recorded:
        if text not in corpus.entries:
            message = f"登记过的文本 {text} 不在库里"
            yield Fault(MANIFEST, 0, message, "恢复它，或运行 verify --record 并写明原因")


def matching(entry: Entry, manifest: Manifest) -> frozenset[ArticleNumber]:
    """The articles of a text that agree with their reference digest."""
    reference = manifest.reference.get(entry.id, {})
    articles = entry.version.articles() if reference else ()
    return frozenset(each.number for each in articles if reference.get(str(each.number)) == digest(each))


def _against_reference(entry: Entry, reference: Mapping[str, str]) -> Iterator[Fault]:
    document = entry.document
    facts = entry.version.facts
    line = document.line("key:text_from")
    if facts.catalogued and facts.text_from.checked is not Checked.NONE:
        yield Fault(document.path, line, "没有文本的条目不能标为已核对", "checked 改为 none")
    if facts.catalogued or facts.text_from.checked is not Checked.DIGESTS:
        return
    if not reference:
        yield Fault(document.path, line, "标明与参考摘要一致，却没有它的参考摘要", "checked 改为 none，或补上摘要")
        return
    present = set()
    for article in entry.version.articles():
        present.add(str(article.number))
        expected = reference.get(str(article.number))
        if expected != digest(article):
            what = "与参考摘要不一致" if expected else "没有参考摘要"
            hint = "对照官方文本改正；改不准的，删去这一条并列入 missing"
            yield Fault(document.path, document.line(str(article.id)), f"{article.label}{what}", hint)
    absent = [ArticleNumber.parse(number) for number in reference if number not in present]
    if undeclared := [number.label for number in absent if number not in entry.version.facts.missing]:
        yield Fault(document.path, line, f"参考摘要里有而文本没有的条：{'、'.join(undeclared)}", "补上，或列入 missing")


def _against_record(entry: Entry, recorded: Mapping[str, str]) -> Iterator[Fault]:
    document = entry.document
    checked = entry.version.facts.text_from.checked is not Checked.NONE
    level = Level.ERROR if checked else Level.NOTICE
    hint = "恢复原文；确需修改的，运行 verify --record 并写明原因"
    articles = {str(article.number): article for article in entry.version.articles()}
    new = [article.label for number, article in articles.items() if number not in recorded]
    if new:
        what = "、".join(new[:3]) + (f"等 {len(new)} 条" if len(new) > 3 else "")
        yield Fault(document.path, 0, f"{what}还没有登记摘要", "运行 verify --record", Level.NOTICE)
    for number, value in recorded.items():
        article = articles.get(number)
        if article is None:
            message = f"登记过的{ArticleNumber.parse(number).label}不见了"
            yield Fault(document.path, 0, message, hint, level)
        elif digest(article) != value:
            message = f"{article.label}与登记的不同"
            yield Fault(document.path, document.line(str(article.id)), message, hint, level)


def record(corpus: Corpus, manifest: Manifest, texts: Iterable[str], day: date, reason: str | None) -> Manifest:
    """The manifest with the articles of `texts` recorded as they stand.

    Raises ManifestError where a checked article changed or vanished and no `reason` is given.
    """
    recorded = {text: dict(articles) for text, articles in manifest.recorded.items()}
    changes = list(manifest.changes)
    for text in texts:
        entry = corpus.entries.get(text)
        now = {str(article.number): digest(article) for article in entry.version.articles()} if entry else {}
        before = recorded.get(text, {})
        changed = tuple(number for number, value in before.items() if now.get(number) != value)
        checked = entry is None or entry.version.facts.text_from.checked is not Checked.NONE
        if changed and checked and not reason:
            labels = "、".join(ArticleNumber.parse(number).label for number in changed)
            raise ManifestError(f"{text} 已核的{labels}有变更，请用 --reason 写明原因")
        if changed and reason:
            changes.append(Change(text, changed, day, reason))
        if now:
            recorded[text] = now
        else:
            recorded.pop(text, None)
    return replace(manifest, recorded=recorded, changes=tuple(changes))


def compare(ours: Version, theirs: Version) -> Iterator[Difference]:
    """Articles that differ between two copies of a text, compared in the form of `normalise`, in the order of ours."""
    left = {article.number: article for article in ours.articles()}
    right = {article.number: article for article in theirs.articles()}
    for number in sorted({*left, *right}):
        first, second = (normalise(side[number].text) if number in side else "" for side in (left, right))
        if first != second:
            yield Difference(number, tuple(_stretches(first, second)))


_AROUND = 12
"""Equal characters shown before and after a difference."""


def _stretches(first: str, second: str) -> Iterator[tuple[str, str]]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield first[i1:i2], second[j1:j2]
            continue
        same = first[i1:i2]
        if len(same) > 2 * _AROUND + 1:
            head = same[:_AROUND] if i1 else ""
            tail = same[-_AROUND:] if i2 < len(first) else ""
            same = f"{head}…{tail}"
        yield same, same
