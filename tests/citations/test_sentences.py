"""Real sentences of the library with every citation in them: what it names, its kind and its role.

`data/sentences.txt` was checked by reading. A line without indentation is an article and one sentence of it; below
stand the citations of the sentence, in order: the words, `=`, the targets, `|`, kind and role.
"""

from pathlib import Path

import pytest

from indexer.citations import LibraryCitations, Target, cite
from indexer.citations.find import find
from indexer.citations.lexer import NameTable
from indexer.corpus import load
from indexer.ids import ProvisionId
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


def test_every_target_with_an_id_exists_and_reads_back_from_its_written_form(citations: LibraryCitations) -> None:
    units = {
        f"{entry.id}/{id}"
        for entry in CORPUS.entries.values()
        for article in entry.version.articles()
        for id in (article.id, *(unit.id for unit in article.units()))
    }
    targets = {target for each in citations.articles for citation in each.citations for target in citation.targets}
    seen = 0
    for target in targets:
        if not target.id or not target.article:
            continue
        seen += 1
        assert target.id in units
        place = ProvisionId.parse(target.id.partition("/")[2])
        text = f"《{target.law}》{place.label}"
        (mention,), malformed = find(text, NameTable(()))
        assert (mention.start, mention.end, malformed) == (0, len(text), [])
        assert "".join(f"{step.unit}{step.number}-{step.branch} " for step in mention.path).split() == [
            f"{unit}{number}-{branch}"
            for unit, number, branch in (
                ("条", place.article.number, place.article.branch),
                ("款", place.paragraph, 0),
                ("项", place.item, 0),
                ("目", place.sub_item, 0),
            )
            if number
        ]
    assert seen > 500


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
