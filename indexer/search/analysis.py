"""What a text is to the search: its normalised form with a map back, its atoms, its character grams.

The browser does the same in `site/assets/search/analysis.js`; a parity test holds the two together, so everything
here is defined by code points and explicit character classes, never by a locale.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from indexer.numerals import NUMERAL, NumeralError, to_int

__all__ = [
    "HAN",
    "LETTER",
    "RUN",
    "Atom",
    "AtomKind",
    "Normalised",
    "atoms",
    "grams",
    "normalise",
    "normalised_lines",
    "provision_token",
    "provisions",
]

_SPACE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
_REMOVED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co"))

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ranges of a regular expression's character class: what counts as a Chinese character."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and where each of its characters came from.

    Character `i` of `text` stands for the characters `starts[i]` to `ends[i]` (exclusive) of the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of the non-empty stretch `start` to `end` of `text`."""
        return self.starts[start], self.ends[end - 1]


class AtomKind(StrEnum):
    """What an atom is made of."""

    PROVISION = "provision"
    LATIN = "latin"
    HAN = "han"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a normalised text that is cut on its own; offsets count characters of that text.

    `text` of a PROVISION is its token (第1034条), of all others the characters themselves.
    """

    kind: AtomKind
    text: str
    start: int
    end: int


def _removed(char: str) -> bool:
    """Controls, format characters, surrogates, private use and variation selectors carry no text."""
    if char in _SPACE:
        return False
    point = ord(char)
    return unicodedata.category(char) in _REMOVED_CATEGORIES or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


def _extends(char: str) -> bool:
    """Whether `char` may merge with the one before it: marks, Hangul vowels and finals, half-width voicing marks."""
    point = ord(char)
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return False
    return (
        unicodedata.category(char).startswith("M")
        or 0x1160 <= point <= 0x11FF
        or 0xFFA0 <= point <= 0xFFDC
        or point in (0xFF9E, 0xFF9F)
    )


def _fold(text: str) -> str:
    """NFKC and case folding; upper, then lower, character by character is what both languages agree on."""
    return "".join(char.upper().lower() for char in unicodedata.normalize("NFKC", text))


class _Simple(dict[int, int]):
    """Code point → that of what it folds to, where that is one character; 0 for what needs a closer look."""

    def __missing__(self, point: int) -> int:
        char = chr(point)
        if char in _SPACE:
            self[point] = ord(" ")
            return ord(" ")
        folded = "" if _removed(char) or _extends(char) else _fold(char)
        plain = len(folded) == 1 and not (folded in _SPACE or _removed(folded) or _extends(folded))
        self[point] = value = ord(folded) if plain else 0
        return value


_simple = _Simple()


def normalise(text: str) -> Normalised:
    """NFKC, case folded, white space as single spaces (none at the ends), invisible characters gone.

    Takes any string at all and gives the normalised text with its map back to `text`.
    """
    translated = text.translate(_simple)
    if _is_normal(translated):
        return Normalised(translated, range(len(text)), range(1, len(text) + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        if _removed(text[at]):
            at = end
            continue
        while end < len(text) and _extends(text[end]):
            end += 1
        for char in _fold(text[at:end]):
            if char in _SPACE:
                if chars and chars[-1] != " ":
                    chars.append(" ")
                    starts.append(at)
                    ends.append(end)
            elif not _removed(char):
                chars.append(char)
                starts.append(at)
                ends.append(end)
        at = end
    if chars and chars[-1] == " ":
        del chars[-1], starts[-1], ends[-1]
    return Normalised("".join(chars), tuple(starts), tuple(ends))


def normalised_lines(lines: Sequence[str]) -> list[str]:
    """The normalised text of each line: as `normalise`, for many at once."""
    translated = "\n".join(lines).translate(_simple)
    found: list[str] = []
    at = 0
    for line in lines:
        end = at + len(line)
        quick = translated[at:end]
        found.append(quick if _is_normal(quick) else normalise(line).text)
        at = end + 1
    return found


def _is_normal(translated: str) -> bool:
    """Whether a text went through `_simple` unharmed."""
    return "\0" not in translated and "  " not in translated and translated == translated.strip(" ")


_NUMBER = rf"(?:{NUMERAL}|[0-9]{{1,4}})"
_PROVISION = re.compile(
    rf"""
    第[ ]?(?P<number>{_NUMBER})[ ]?
    (?: 条(?!件)(?:之(?P<branch>{NUMERAL}|[0-9]{{1,3}}))?
      | (?P<unit> 分编 | 编(?![制号者]) | 章(?!程) | 节(?!假) | 款(?!项) | 项(?!目) )
    )
    """,
    re.VERBOSE,
)
_WORDS = re.compile(rf"(?P<latin>[a-z0-9]+)|(?P<han>[{HAN}]+)|(?P<other>(?:(?![a-z0-9{HAN}])[^\W_])+)")
_KINDS = {"latin": AtomKind.LATIN, "han": AtomKind.HAN, "other": AtomKind.OTHER}


def _number(text: str) -> int | None:
    """The value of a Chinese or Arabic numeral from 1 to 9999; None where it is none."""
    if text.isascii():
        return int(text) or None
    try:
        return to_int(text)
    except NumeralError:
        return None


def provision_token(number: int, branch: int = 0, unit: str = "条") -> str:
    """第1034条, 第120条之1, 第4章: the one form in which index and query write a provision's number."""
    return f"第{number}{unit}" + (f"之{branch}" if branch else "")


def provisions(text: str) -> Iterator[tuple[int, int, str]]:
    """The numbers of provisions in a normalised text: start, end, token (第十三条 → 第13条), in order."""
    for match in _PROVISION.finditer(text):
        number = _number(match["number"])
        branch = _number(match["branch"]) if match["branch"] else 0
        if number is not None and branch is not None:
            yield match.start(), match.end(), provision_token(number, branch, match["unit"] or "条")


def atoms(text: str) -> Iterator[Atom]:
    """The atoms of a normalised text, in order: numbers of provisions (第十三条 → 第13条), Latin and Chinese runs.

    White space and punctuation stand between them.
    """
    at = 0
    for start, end, token in provisions(text):
        yield from _plain_atoms(text, at, start)
        yield Atom(AtomKind.PROVISION, token, start, end)
        at = end
    yield from _plain_atoms(text, at, len(text))


def _plain_atoms(text: str, start: int, end: int) -> Iterator[Atom]:
    for match in _WORDS.finditer(text, start, end):
        assert match.lastgroup
        yield Atom(_KINDS[match.lastgroup], match[0], match.start(), match.end())


LETTER = re.compile(r"[^\W_]")
"""What has grams: letters, digits and Chinese characters."""
RUN = re.compile(rf"{LETTER.pattern}+")
"""Letters, digits and Chinese characters without punctuation and spaces between them."""


def grams(text: str) -> Iterator[str]:
    """Every letter, digit or Chinese character of a normalised text and every pair of neighbours.

    Punctuation and white space separate; nothing that stands in the text is without its grams.
    """
    for run in RUN.findall(text):
        yield from run
        yield from map("".join, pairwise(run))
