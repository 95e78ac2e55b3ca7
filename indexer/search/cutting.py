"""Chinese words: the only module that knows jieba.

Importing jieba attaches a talkative log handler, fails where warnings are errors, and its default tokenizer keeps a
cache file in a shared temporary folder that is trusted without a check. So it is imported here alone, behind a narrow
filter, and every tokenizer is our own, with its own cache file; the hidden Markov model stays off, since it invents
words that no dictionary holds.
"""

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.search.analysis import HAN, AtomKind, Token, atoms, normalise

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    warnings.filterwarnings("ignore", category=UserWarning, message=".*pkg_resources.*")
    import jieba

__all__ = ["CUTTER_VERSION", "LONGEST_EXTRA_WORD", "Cutter", "extra_words", "shared_cutter"]

_logger = logging.getLogger("jieba")
_logger.handlers.clear()
_logger.setLevel(logging.WARNING)

CUTTER_VERSION = f"1-jieba{jieba.__version__}-unicode{unicodedata.unidata_version}"
"""Changes whenever the same text might be cut differently."""

LONGEST_EXTRA_WORD = 30
_EXTRA = re.compile(rf"[{HAN}]{{2,{LONGEST_EXTRA_WORD}}}")
_DICTIONARY = f"jieba-{jieba.__version__}.cache"


def extra_words(names: Iterable[str]) -> frozenset[str]:
    """Those of `names` (titles, aliases, headings) that can be words of a dictionary, normalised."""
    return frozenset(word for name in names if _EXTRA.fullmatch(word := normalise(name).text))


class Cutter:
    """Cuts texts into words with jieba's dictionary. Not for several threads at once.

    `folder` is where the dictionary is kept in the form that loads fast; it must exist.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(folder)
        self._tokenizer.cache_file = _DICTIONARY
        self._tokenizer.initialize()
        self._inner: dict[str, tuple[tuple[str, int, int], ...]] = {}

    @contextmanager
    def with_words(self, words: Iterable[str]) -> Iterator["Cutter"]:
        """The same cutter, for a while with `words` of the library's own, which are kept whole where they can be."""
        frequencies, total = self._tokenizer.FREQ, self._tokenizer.total
        added: dict[str, int] = {}
        for word in sorted(words):
            probability = 1.0
            for piece in self._tokenizer.cut(word, HMM=False):
                probability *= (frequencies.get(piece) or 1) / total
            added[word] = max(int(probability * total) + 1, frequencies.get(word) or 1)
        # jieba walks from prefix to prefix: each must be in the dictionary, with 0 where it is no word.
        prefixes = {word[:end]: 0 for word in added for end in range(1, len(word))}
        before = {key: frequencies.get(key) for key in prefixes | added}
        kept, self._inner = self._inner, {} if added else self._inner
        try:
            for prefix in prefixes:
                frequencies.setdefault(prefix, 0)
            frequencies.update(added)
            yield self
        finally:
            self._inner = kept
            for key, value in before.items():
                if value is None:
                    frequencies.pop(key, None)
                else:
                    frequencies[key] = value

    def cut(self, text: str) -> tuple[Token, ...]:
        """The words of a normalised text; after each longer word the shorter words inside it."""
        return tuple(Token(*piece) for piece in self.pieces(text))

    def pieces(self, text: str) -> Iterator[tuple[str, int, int, int]]:
        """The same as plain tuples (text, position, start, end).

        Punctuation leaves a gap of one position, so that no phrase reaches across it.
        """
        position = -1
        last = 0
        for atom in atoms(text):
            position += 1
            if atom.start > last and text[last : atom.start] != " " and last:
                position += 1
            last = atom.end
            if atom.kind is not AtomKind.HAN:
                yield atom.text, position, atom.start, atom.end
                continue
            start = atom.start
            for word in self._tokenizer.cut(atom.text, HMM=False):
                if start > atom.start:
                    position += 1
                end = start + len(word)
                yield word, position, start, end
                if len(word) > 2:
                    for inner, offset, length in self._inside(word):
                        yield inner, position, start + offset, start + offset + length
                start = end

    def _inside(self, word: str) -> tuple[tuple[str, int, int], ...]:
        """The words of two and more characters inside `word`, with their offset and length."""
        if word not in self._inner:
            frequencies = self._tokenizer.FREQ
            self._inner[word] = tuple(
                (inner, start, end - start)
                for start in range(len(word) - 1)
                for end in range(start + 2, len(word) + 1)
                if end - start < len(word) and frequencies.get(inner := word[start:end])
            )
        return self._inner[word]


_shared: list[Cutter] = []


def shared_cutter(folder: Path) -> Cutter:
    """The one cutter of this process: the dictionary takes half a second to load and a hundred megabytes.

    `folder` counts the first time only.
    """
    if not _shared:
        _shared.append(Cutter(folder))
    return _shared[0]
