"""Many words at once: what the trie finds is what looking for each word finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.array_file import packed, unpacked
from indexer.search.arrays import points
from indexer.search.trie import Trie

TEXTS = st.text(st.sampled_from("数据安全法ab𠮷"), max_size=12)
WORDS = st.dictionaries(TEXTS.filter(bool), st.integers(1, 9), max_size=8)


def found(trie: Trie, text: str) -> list[tuple[str, int, int]]:
    """(word, start, number) of all matches."""
    matches = trie.matches(points(text), np.arange(len(text), 0, -1))
    numbers = trie.numbers()[matches.nodes].tolist()
    places = zip(matches.starts.tolist(), matches.sizes.tolist(), numbers, strict=True)
    return [(text[start : start + size], start, number) for start, size, number in places]


@given(WORDS, TEXTS)
def test_every_word_at_every_place(words: dict[str, int], text: str) -> None:
    assert found(Trie.of(words), text) == [
        (text[start:end], start, words[text[start:end]])
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if text[start:end] in words
    ]


@given(WORDS, WORDS, TEXTS)
def test_words_added_later(words: dict[str, int], more: dict[str, int], text: str) -> None:
    together = Trie.of(words).with_words(more)
    assert found(together, text) == found(Trie.of(words | more), text)
    assert [together.number(word) for word in (words | more)] == list((words | more).values())
    assert together.number(text) == (words | more).get(text, 0)


def test_no_word_reaches_beyond_its_room() -> None:
    text = points("数据安全")
    matches = Trie.of({"数据": 1, "数据安全": 2, "据安": 3}).matches(text, np.array([3, 0, 2, 1]))
    assert list(zip(matches.starts.tolist(), matches.sizes.tolist(), strict=True)) == [(0, 2)]


@given(WORDS)
def test_kept_and_taken_up_again(words: dict[str, int]) -> None:
    again = Trie.of_arrays(unpacked(packed(Trie.of(words).arrays()))[0])
    assert [again.number(word) for word in words] == list(words.values())
