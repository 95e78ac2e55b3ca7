"""How Chinese characters sound: for words written with another character of the same sound (数据出镜 for 数据出境), and
for names typed as the initials of their sounds (grxxbhf).

`site/assets/search/sounds.js` is the same in the browser.
"""

import re
from collections.abc import Collection, Iterable, Mapping

import pypinyin

from indexer.search.analysis import HAN

__all__ = ["SOUNDS_VERSION", "by_sound", "initials", "sound", "sounds"]

SOUNDS_VERSION: str = pypinyin.__version__
"""Another may know other sounds."""

_HAN = re.compile(rf"[{HAN}]")
LONGEST = 6
"""Longer words are not looked for by their sound."""


def sounds(chars: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Character → its most usual sound without tone, sorted by character; characters of GB 2312 besides `chars`.

    `known` are sounds that need not be looked up again.
    """
    known = known or {}
    common = {
        bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312", "ignore") for row in range(16, 88) for cell in range(1, 95)
    }
    every = {*common, *chars}
    fresh = [char for char in every - known.keys() if _HAN.fullmatch(char)]
    # As a list, so that each is taken for itself and not as part of a word.
    syllables = pypinyin.lazy_pinyin(fresh)
    found = {char: known[char] for char in every & known.keys()}
    found |= {char: syllable for char, syllable in zip(fresh, syllables, strict=True) if syllable != char}
    return dict(sorted(found.items()))


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


def initials(name: str) -> str:
    """grxxbhf for 个人信息保护法; empty for a name that is not all Chinese or is too short to be told."""
    if len(name) < 4 or not all(map(_HAN.fullmatch, name)):
        return ""
    return "".join(syllable[0] for syllable in pypinyin.lazy_pinyin(name))
