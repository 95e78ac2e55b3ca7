"""Real sentences of the library with every citation in them: what it names, its kind and its role.

`data/sentences.txt` was checked by reading. A line without indentation is an article and one sentence of it; below
stand the citations of the sentence, in order: the words, `=`, the targets, `|`, kind and role.
"""

from pathlib import Path

import pytest

from indexer.citations import LibraryCitations, Target, cite
from indexer.corpus import load
from tests.conftest import ROOT

DATA = Path(__file__).parent / "data" / "sentences.txt"
CORPUS, _ = load(ROOT / "docs")


@pytest.fixture(scope="module")
def citations() -> LibraryCitations:
    return cite(CORPUS)


def cases() -> list[tuple[str, str, list[str]]]:
    found: list[tuple[str, str, list[str]]] = []
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][2].append(line.strip())
        else:
            article, _, sentence = line.partition("  ")
            found.append((article, sentence, []))
    return found


CASES = cases()


def written(target: Target) -> str:
    ends = (("", target.article_to), ("p", target.paragraph_to), ("i", target.item_to))
    return (target.id or target.law) + "".join(f"..{letter}{end}" for letter, end in ends if end)


def test_there_are_enough_sentences_from_enough_texts() -> None:
    assert len(CASES) >= 250
    assert len({article.partition("/")[0] for article, _, _ in CASES}) >= 20


@pytest.mark.parametrize(("article", "sentence", "expected"), CASES, ids=[f"{a} {s[:12]}" for a, s, _ in CASES])
def test_sentence(citations: LibraryCitations, article: str, sentence: str, expected: list[str]) -> None:
    each = citations.by_id[article]
    start = each.article.text.index(sentence)
    end = start + len(sentence)
    found = [
        f"{citation.surface} = {' '.join(map(written, citation.targets))} | {citation.kind} {citation.role}"
        for citation in each.citations
        if start <= citation.start and citation.end <= end
    ]
    assert found == expected
