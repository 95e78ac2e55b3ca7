"""Work an amendment into the law it amends, by the amendment's own sentences.

刑法修正案 say which article, or which paragraph of it, reads how from now on; the data keeps them as laws of their own
and leaves the text of the law as it was. Only sentences that replace a whole article or a whole 款 are worked in; where
an amendment has any other, none of it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.ids import ArticleNumber
from indexer.importers.law_rows import ArticleRow, LawRow
from indexer.importers.typography import full_width
from indexer.numerals import NUMERAL, NumeralError, to_int

__all__ = ["Replacement", "UnworkableError", "amendments_of", "replacements", "work_in"]

_WHOLE = rf"第(?P<article>{NUMERAL})条(?:之(?P<branch>{NUMERAL}))?"
_SENTENCE = re.compile(
    rf"(?:将|在)(?:本法|[^“”，。第]{{1,12}}法){_WHOLE}"
    rf"(?:第(?P<paragraph>{NUMERAL})款|中增加[^“”]{{1,20}}，将该条)?修改为：“(?P<text>.+)”",
    re.DOTALL,
)
_COMING_INTO_FORCE = re.compile(r"本(?:修正案|决定)自[^。]+起施行。")
_LEAKED_HEADING = re.compile(rf"\n第{NUMERAL}(?:编|分编|章|节)[ 　]|\n附[ 　]*则$")
_ITEM = re.compile(rf"（{NUMERAL}）")


class UnworkableError(Exception):
    """The sentence of an amendment that cannot be worked in."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """The new lines of an article, or of one 款 of it with its items (`paragraph` counts from 1)."""

    article: ArticleNumber
    paragraph: int | None
    lines: tuple[str, ...]


def amendments_of(law: LawRow, laws: Sequence[LawRow]) -> tuple[LawRow, ...]:
    """The amendments (刑法修正案（十二）) that are younger than this text of the law, oldest first.

    None where the data has a younger text of the law itself.
    """
    if law.version is None or any(o.title == law.title and o.version and o.version > law.version for o in laws):
        return ()
    found = [o for o in laws if o.title.startswith(f"{law.title}修正案") and o.version and o.version > law.version]
    return tuple(sorted(found, key=lambda other: str(other.version)))


def replacements(amendment: LawRow) -> tuple[Replacement, ...]:
    """What the amendment replaces, in its order. Raises UnworkableError with the sentence that says anything else."""
    found = []
    for row in amendment.articles:
        text = "\n".join(full_width(line) for line in row.text.split("\n"))
        if _COMING_INTO_FORCE.fullmatch(text):
            continue
        match = _SENTENCE.fullmatch(text)
        try:
            if not match:
                raise UnworkableError(text)
            article = ArticleNumber(to_int(match["article"]), to_int(match["branch"]) if match["branch"] else 0)
            paragraph = to_int(match["paragraph"]) if match["paragraph"] else None
        except NumeralError as error:
            raise UnworkableError(text) from error
        lines = tuple(line.removeprefix("“") for line in match["text"].split("\n"))
        found.append(Replacement(article, paragraph, lines))
    return tuple(found)


def work_in(law: LawRow, amendment: LawRow) -> LawRow:
    """The law as the amendment leaves it, with the amendment's date and no date of its own for taking effect.

    Raises UnworkableError.
    """
    rows = {row.label: row for row in law.articles}
    for change in replacements(amendment):
        row = rows.get(change.article.label)
        if row is None:
            raise UnworkableError(f"{change.article.label}不在法里")
        rows[row.label] = _replaced(row, change)
    return replace(law, articles=tuple(rows.values()), version=amendment.version, effective=amendment.effective)


def _replaced(row: ArticleRow, change: Replacement) -> ArticleRow:
    if _LEAKED_HEADING.search(row.text):
        raise UnworkableError(f"{row.label}末尾混有标题")
    if change.paragraph is None:
        return replace(row, text="\n".join(change.lines))
    paragraphs: list[list[str]] = []
    for line in row.text.split("\n"):
        if _ITEM.match(line) and paragraphs:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    if change.paragraph > len(paragraphs):
        raise UnworkableError(f"{row.label}没有第{change.paragraph}款")
    paragraphs[change.paragraph - 1] = list(change.lines)
    return replace(row, text="\n".join(line for paragraph in paragraphs for line in paragraph))
