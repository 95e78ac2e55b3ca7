"""A text as a page: every provision has its id, text stays text, facts are shown only as certain as they are."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from indexer.corpus import Corpus, Entry, load
from indexer.faults import errors
from indexer.points import points_of
from indexer.site.law_page import Context, address, law_page, provenance
from indexer.site.library_view import library_view
from tests.conftest import ROOT
from tests.site.laws import law

DAY = date(2026, 6, 1)


class Reader(HTMLParser):
    """Collects the ids of a page and the text between its tags, without that of links to provisions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.scripts: list[str | None] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("type"))
        self.ids.extend(value for name, value in attrs if name == "id" and value)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def corpus_of(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    corpus, faults = load(folder)
    assert not errors(faults)
    return corpus


def real_corpus() -> Corpus:
    corpus, faults = load(ROOT / "docs")
    assert not errors(faults)
    return corpus


REAL = real_corpus()


@pytest.mark.parametrize("entry", REAL.entries.values(), ids=lambda entry: entry.id)
def test_every_provision_of_every_text_has_its_id_and_its_words_on_the_page(entry: Entry) -> None:
    page = Reader(law_page(entry, Context(REAL, DAY)).html)
    assert len(page.ids) == len(set(page.ids)), "no id stands twice"
    wanted = {str(unit.id) for article in entry.version.articles() for unit in article.units()}
    wanted |= {str(article.id) for article in entry.version.articles()}
    points = points_of(entry.version)[1]
    wanted |= {point.id for point in points}
    assert wanted <= set(page.ids)
    words = "".join("".join(page.text).split())
    for article in entry.version.articles():
        for unit in article.units():
            assert "".join(unit.text.split()) in words
    for point in points:
        assert "".join("".join(point.lines).split()) in words


def test_text_of_a_law_is_never_read_as_html(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> & *星号* [链接](x)"
    corpus = corpus_of(tmp_path, trial=law(title="试验<b>法</b>", body=f"\n## 第一条\n\n{hostile}\n"))
    page = Reader(law_page(corpus.entries["trial"], Context(corpus, DAY)).html)
    assert not page.tags & {"img", "b"}
    assert page.scripts == ["application/json"], "the data of the previews, and nothing that runs"
    assert hostile in "".join(page.text)


def test_the_table_of_contents_has_the_divisions_or_else_the_articles(tmp_path: Path) -> None:
    divided = (
        "\n# 第一编　总则\n\n## 第一章　甲\n\n### 第一节　乙\n\n#### 第一条\n\n甲。\n"
        "\n# 第二编　分则\n\n## 第二条\n\n乙。\n"
    )
    corpus = corpus_of(tmp_path, divided=law("甲法", body=divided), plain=law("乙法"))
    first, second = law_page(corpus.entries["divided"], Context(corpus, DAY)).toc
    assert (first.title, first.id, first.children[0].id) == ("第一编　总则", "prt-1", "prt-1-chp-1")
    assert first.children[0].children[0].id == "prt-1-chp-1-sec-1"
    assert second.children == ()
    assert [item.id for item in law_page(corpus.entries["plain"], Context(corpus, DAY)).toc] == ["art-1"]


def test_what_is_not_certain_is_marked_and_nothing_else(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path, sure=law("甲法"), unsure=law("乙法", extra="number: 第1号\nuncertain: [number, effective]\n")
    )
    assert "尚未对照官方页面核实" not in law_page(corpus.entries["sure"], Context(corpus, DAY)).html
    assert law_page(corpus.entries["unsure"], Context(corpus, DAY)).html.count("尚未对照官方页面核实") == 2


def test_provenance_never_vouches_for_an_unchecked_text() -> None:
    for entry in real_corpus().entries.values():
        words, vouched = provenance(entry.version.facts)
        assert vouched == (entry.version.facts.text_from.checked != "none")
        if not entry.version.facts.catalogued:
            assert ("待核" in words) != vouched


def test_texts_of_one_instrument_link_to_each_other(tmp_path: Path) -> None:
    old = law("甲法", version="2020-01-01", effective="2020-02-01")
    new = law("甲法", version="2026-01-01", effective="2026-09-01")
    corpus = corpus_of(tmp_path, **{"trial": new, "trial@2020-01-01": old})
    page = law_page(corpus.entries["trial"], Context(corpus, DAY)).html
    assert 'href="../trial/2020-01-01/"' in page
    assert page.count(">尚未生效<") == 3, "badge of the head, badge in the list of texts, and the fact"
    assert 'href="../../trial/"' in law_page(corpus.entries["trial@2020-01-01"], Context(corpus, DAY)).html


def test_addresses_follow_the_contract() -> None:
    assert address("pipl") == "laws/pipl/"
    assert address("csl@2016-11-07") == "laws/csl/2016-11-07/"


def test_the_library_is_grouped_by_level_with_the_newest_first(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        older=law("甲法", effective="2020-01-01"),
        newer=law("乙法", effective="2021-01-01"),
        rule=law("丙办法").replace("kind: 法律", "kind: 部门规章"),
    )
    view = library_view(corpus, DAY)
    assert [(str(kind), [line.slug for line in lines]) for kind, lines in view.groups] == [
        ("法律", ["newer", "older"]),
        ("部门规章", ["rule"]),
    ]
    assert (view.laws, view.articles, view.principal) == (3, 3, None)
