"""The words that texts are cut into, and those that are looked for in them, made ready.

They depend on names, headings and the thesaurus alone, and making them takes longer than indexing a small law: they are
kept beside the index, behind a checksum (CRC-32, 8 bytes, little endian).
"""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer.search.array_file import Lines, packed, unpacked
from indexer.search.arrays import Array, Ints
from indexer.search.cutting import CUTTER_VERSION, Dictionary
from indexer.search.everyday import Everyday
from indexer.search.files import replace_file
from indexer.search.trie import Matches, Trie

__all__ = ["Vocabulary", "WordList"]

_KEPT = "vocabulary-"
"""How the name of the file begins that keeps it."""
_SUM = 8
_PARTS = ("dictionary", "everyday", "meant", "instead")


@dataclass(frozen=True)
class WordList:
    """Words to find in texts, sorted. In `trie` their numbers are their places in `words`, counted from 1."""

    words: Sequence[str]
    trie: Trie

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        """A list of some words."""
        every = sorted(set(words))
        return cls(every, Trie.of({word: number for number, word in enumerate(every, 1)}))

    def matches(self, text: Ints, room: Array) -> Matches:
        """Where they stand, as `Trie.matches` says it, with the numbers of the words for nodes."""
        found = self.trie.matches(text, room)
        return Matches(found.starts, found.sizes, self.trie.numbers()[found.nodes])


@dataclass(frozen=True)
class Vocabulary:
    """`dictionary` has jieba's words and the library's own; `everyday` are the everyday words of two and more
    characters, `meant` the words of the law that any may mean; `instead` are everyday words for which others stand,
    and `others` these, in the same order."""

    dictionary: Dictionary
    everyday: WordList
    meant: WordList
    instead: WordList
    others: Sequence[Sequence[str]]

    @classmethod
    def of(cls, dictionary: Dictionary, everyday: Everyday) -> Self:
        """What `dictionary`, with the library's words in it, and the thesaurus make."""
        instead: defaultdict[str, list[str]] = defaultdict(list)
        for word, others in everyday.alike.items():
            for other in others:
                if len(other) > 1:
                    instead[other].append(word)
        words = WordList.of(instead)
        return cls(
            dictionary,
            WordList.of(word for word in everyday.widenings if len(word) > 1),
            WordList.of(word for meant in everyday.widenings.values() for word in meant),
            words,
            [instead[word] for word in words.words],
        )

    @classmethod
    def kept(cls, folder: Path, own: Sequence[str], everyday: Everyday) -> Self:
        """The vocabulary of a library with the words `own`, kept in `folder` (which must exist). Raises OSError."""
        digest = hashlib.sha256(json.dumps([CUTTER_VERSION, own, everyday.words_digest]).encode()).hexdigest()
        path = folder / f"{_KEPT}{digest[:16]}.bin"
        try:
            data = path.read_bytes()
            if zlib.crc32(data[_SUM:]) == int.from_bytes(data[:_SUM], "little"):
                return cls._of_arrays(*unpacked(data[_SUM:]))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or damaged
        made = cls.of(Dictionary.of_jieba(folder).with_words(own), everyday)
        for old in folder.glob(f"{_KEPT}*"):
            old.unlink(missing_ok=True)
        content = packed(made._arrays(), made.dictionary.total)
        replace_file(path, zlib.crc32(content).to_bytes(_SUM, "little") + content)
        return made

    def _arrays(self) -> dict[str, Array]:
        tries = (self.dictionary.words, self.everyday.trie, self.meant.trie, self.instead.trie)
        arrays = {f"{part} {name}": a for part, t in zip(_PARTS, tries, strict=True) for name, a in t.arrays().items()}
        for part, words in zip(_PARTS[1:], (self.everyday, self.meant, self.instead), strict=True):
            arrays[f"{part} words"] = Lines.joined(words.words)
        return arrays | {"others": Lines.joined(["\t".join(each) for each in self.others])}

    @classmethod
    def _of_arrays(cls, arrays: Mapping[str, Array], total: object) -> Self:
        def trie(part: str) -> Trie:
            own = {name.removeprefix(f"{part} "): each for name, each in arrays.items() if name.startswith(f"{part} ")}
            own.pop("words", None)
            return Trie.of_arrays(own)

        def lines(name: str) -> list[str]:
            return list(Lines(arrays[name].tobytes()))

        dictionary = Dictionary(trie("dictionary"), int(str(total)))
        everyday, meant, instead = (WordList(lines(f"{part} words"), trie(part)) for part in _PARTS[1:])
        return cls(dictionary, everyday, meant, instead, [line.split("\t") for line in lines("others")])
