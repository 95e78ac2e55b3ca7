"""Links and marks change nothing of the words, and every link of every page has its target."""

import re
from collections import defaultdict
from html import unescape
from posixpath import normpath

import pytest

from indexer.corpus import load
from indexer.faults import errors
from indexer.site.law_page import Context, address, law_page
from indexer.site.marked_text import lines_of
from indexer.site.references import References, references
from tests.conftest import ROOT
from tests.site.test_law_page import DAY, Reader

CORPUS, _ = load(ROOT / "docs")


@pytest.fixture(scope="module")
def known() -> References:
    found, faults = references(CORPUS, ROOT / "docs" / "laws")
    assert not errors(faults)
    return found


def test_a_text_whose_citations_are_links_reads_exactly_as_before(known: References) -> None:
    linked = 0
    for each in known.citations.articles:
        lines = lines_of(each, CORPUS, known.terms.get(each.entry.id, ()))
        for unit in each.article.units():
            shown = "\n".join(unescape(re.sub(r"</?a\b[^>]*>", "", line)) for line in lines[str(unit.id)])
            assert unit.text.endswith(shown)
            assert len(unit.text) - len(shown) == (len(shown) and unit.text.index(shown)), unit.id
            linked += sum(line.count("<a ") for line in lines[str(unit.id)])
    assert linked > 3000


def test_every_citation_with_a_target_is_a_link(known: References) -> None:
    for each in known.citations.articles:
        lines = lines_of(each, CORPUS, ())
        links = sum(line.count('class="fk-ref"') for unit in lines.values() for line in unit)
        assert links == sum(any(target.slug for target in citation.targets) for citation in each.citations)


def test_every_link_of_every_page_has_its_target(known: References) -> None:
    """Within the library, fragments too; what a preview is asked for is on the page or in its data."""
    pages = {
        address(id): law_page(entry, Context(CORPUS, DAY, known=known)).html for id, entry in CORPUS.entries.items()
    }
    ids = {page: set(Reader(html).ids) for page, html in pages.items()}
    lost = defaultdict(list)
    for page, html in pages.items():
        for link in re.findall(r'href="([^"]*)"', html):
            if link.startswith("http"):
                continue
            path, _, fragment = link.partition("#")
            target = f"{normpath(page + path)}/" if path else page
            if target not in ids or (fragment and fragment not in ids[target]):
                lost[page].append(link)
        own = page.removeprefix("laws/").rstrip("/").replace("/", "@")
        data = html[html.index('id="fk-previews"') :]
        for id in {id for refs in re.findall(r'data-ref="([^"]*)"', html) for id in refs.split(" ")}:
            text, _, place = id.partition("/")
            if not (place in ids[page] if text == own and place else text == own or f'"{id}":' in data):
                lost[page].append(id)
    assert dict(lost) == {}
