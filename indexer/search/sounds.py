"""How Chinese characters sound: for words written with another character of the same sound (数据出镜 for 数据出境), and
for names typed as the initials of their sounds (grxxbhf).

`site/assets/search/sounds.js` is the same in the browser.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache

import pypinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from indexer.search.analysis import HAN

__all__ = ["LONGEST", "SOUNDS_VERSION", "by_sound", "initials", "sound", "sounds"]

SOUNDS_VERSION: str = pypinyin.__version__
"""Another may know other sounds."""

_HAN = re.compile(rf"[{HAN}]")
LONGEST = 6
"""Longer words are not looked for by their sound."""


def sounds(chars: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Character → its most usual sound without tone, sorted by character; characters of GB 2312 besides `chars`.

    What pypinyin says of each alone, taken from its tables: asking it takes eight times as long. `known` are sounds
    that were found before.
    """
    common = {
        bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312", "ignore") for row in range(16, 88) for cell in range(1, 95)
    }
    plain = cache(to_normal)
    found: dict[str, str] = {}
    for char in sorted({*common, *chars}):
        if told := (known or {}).get(char, ""):
            found[char] = told
        elif _HAN.fullmatch(char) and (syllables := PINYIN_DICT.get(ord(char), "")):
            found[char] = plain(syllables.partition(",")[0])
    return found


def sound(word: str, known: Mapping[str, str]) -> str:
    """chu jing for 出境; empty where a character's sound is not known."""
    try:
        return " ".join([known[char] for char in word])
    except KeyError:
        return ""


def by_sound(
    costs: Mapping[str, int], known: Mapping[str, str], only: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Sound → the words of the vocabulary that sound so, the most frequent first, at most three; `only` some sounds, or
    all."""
    found: dict[str, list[tuple[int, str]]] = {}
    first = None if only is None else {each.partition(" ")[0] for each in only}
    for word, cost in costs.items():
        if not 1 < len(word) <= LONGEST or (first is not None and known.get(word[0]) not in first):
            continue
        key = sound(word, known)
        if key and (only is None or key in only):
            found.setdefault(key, []).append((cost, word))
    return {key: tuple(word for _, word in sorted(words)[:3]) for key, words in found.items()}


def initials(name: str, shortest: int) -> str:
    """grxxbhf for 个人信息保护法; empty for a name that is not all Chinese or is shorter than that."""
    if len(name) < shortest or not all(map(_HAN.fullmatch, name)):
        return ""
    return "".join(syllable[0] for syllable in pypinyin.lazy_pinyin(name))
