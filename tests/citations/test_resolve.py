"""Citations lead to the provision that is meant, in the text that existed, or to nothing, and say so."""

from pathlib import Path

import pytest

from indexer.citations import Citation, LibraryCitations, cite
from indexer.citations.relations import RELATIONS, read_curated, relate
from indexer.corpus import Corpus, load

HEAD = """---
title: {title}
kind: 法律
issuers: [全国人民代表大会常务委员会]
promulgated: null
effective: {version}
version: "{version}"
source: null
text_from: {{how: {how}, from: 试验, checked: none}}
---
"""


def law(title: str, *articles: str, version: str = "2020-01-01") -> str:
    """A law whose n-th article has the given paragraphs; none: an entry of the catalogue."""
    labels = "一二三四五六七八九十"
    body = "".join(f"\n## 第{labels[at]}条\n\n{text}\n" for at, text in enumerate(articles))
    return HEAD.format(title=title, version=version, how="imported" if articles else "none") + body


def corpus_of(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / f"{name.replace('_at_', '@').replace('_', '-')}.md").write_text(text, encoding="utf-8")
    corpus, faults = load(folder)
    assert faults == ()
    return corpus


def only(found: LibraryCitations, article: str) -> list[Citation]:
    return list(found.by_id[article].citations)


def targets(found: LibraryCitations, article: str) -> list[list[str | None]]:
    return [[target.id for target in citation.targets] for citation in only(found, article)]


ITEMS = "下列情形：\n\n（一）甲；\n\n（二）乙；\n\n（三）丙。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。\n\n依照前款办理。", [["a/art-2-p1"]]),
        ("甲。\n\n乙。\n\n有前两款行为的。", [["a/art-2-p1"]]),
        ("依照前条办理。", [["a/art-1"]]),
        ("依照前条第二项办理。", [["a/art-1-p1-i2"]]),
        ("依照第一条第三项办理。", [["a/art-1-p1-i3"]]),
        ("有第一条第一项、第三项情形的。", [["a/art-1-p1-i1"], ["a/art-1-p1-i3"]]),
        ("有第一条第一项情形的，依照该条处理。", [["a/art-1-p1-i1"], ["a/art-1"]]),
        (f"{ITEMS}\n\n有前款第二项情形的。", [["a/art-2-p1-i2"]]),
        (f"{ITEMS}\n\n有第二项情形的。", [["a/art-2-p1-i2"]]),
        ("本法第一条第一款第一项", [["a/art-1-p1-i1"]]),
        # What does not exist has no id, and nothing near it is taken instead.
        ("依照前款办理。", [[]]),
        ("依照本法第九百九十九条办理。", [[None]]),
        ("依照本法第一条第二款办理。", [[None]]),
        ("依照本法第一条第四项办理。", [[None]]),
        ("适用本章规定。", [[]]),
    ],
)
def test_targets_within_a_law(tmp_path: Path, text: str, expected: list[list[str | None]]) -> None:
    found = cite(corpus_of(tmp_path, a=law("甲法", ITEMS, text)))
    assert targets(found, "a/art-2") == expected
    lost = [
        citation
        for citation in only(found, "a/art-2")
        if not all(t.id for t in citation.targets) or not citation.targets
    ]
    assert all(citation.fault for citation in lost)


def test_faults_name_file_line_and_what_is_missing(tmp_path: Path) -> None:
    found = cite(corpus_of(tmp_path, a=law("甲法", "甲。\n\n依照本法第九条办理。")))
    (fault,) = found.faults()
    assert (fault.line, fault.message) == (16, "第一条的“本法第九条”没有着落：《甲法》没有第九条")


def test_a_citation_leads_to_the_text_of_its_day(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        net=law("网法", "新的第一条，写明保护义务。", "甲。", version="2025-10-28"),
        net_at_2016_11_07=law("网法", "甲。", "旧的条，写明保护义务。", version="2016-11-07"),
        before=law("前规定", "依照《网法》第二条办理。", version="2010-01-01"),
        between=law("中规定", "依照《网法》第二条办理。", version="2023-01-01"),
        after=law("后规定", "依照《网法》第二条办理。", version="2026-01-01"),
    )
    found = cite(corpus)
    assert targets(found, "between/art-1") == [["net@2016-11-07/art-2"]]
    assert targets(found, "after/art-1") == [["net/art-2"]]
    # The library has no text as old as that: the instrument is known, the article is not.
    (citation,) = only(found, "before/art-1")
    assert (citation.targets[0].id, citation.targets[0].slug, citation.fault) == (None, "net", "")


def test_names_without_guillemets_short_names_and_instruments_without_text(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        a=law(
            "甲条例",
            "根据《中华人民共和国著作权法》（以下简称著作权法），制定本条例。",
            "依照著作权法第二条和公司法办理。",
        ),
        copyright=law("中华人民共和国著作权法", "甲。", "乙。", version="2010-01-01"),
        company=law("中华人民共和国公司法", version="2010-01-01"),
    )
    found = cite(corpus)
    assert targets(found, "a/art-1") == [["copyright"]]
    assert targets(found, "a/art-2") == [["copyright/art-2"], ["company"]]


def test_a_paragraph_added_elsewhere_moves_no_target(tmp_path: Path) -> None:
    first = law("甲法", "甲。", "依照前条和本条第二款办理。\n\n乙。")
    found = targets(cite(corpus_of(tmp_path, a=first)), "a/art-2")
    more = first.replace("甲。", "甲。\n\n新的一款。", 1)
    assert targets(cite(corpus_of(tmp_path, a=more)), "a/art-2") == found


def test_backlinks_penalties_and_curated_relations(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        a=law(
            "甲法", "经营者应当保护信息。", "甲。", "违反本法第一条规定的，处一万元以下罚款。", "参照第一条至第三条。"
        ),
        b=law("乙办法", "根据《甲法》，制定本办法。"),
    )
    (tmp_path / RELATIONS).write_text("- {kind: 配套规定, from: a/art-2, to: b, note: 具体办法}\n", encoding="utf-8")
    curated, faults = read_curated(tmp_path, corpus)
    assert faults == ()
    relations = relate(corpus, cite(corpus), curated)
    links = [(link.citation.source, link.wide, link.sentence) for link in relations.backlinks["a/art-1"]]
    assert links == [
        ("a/art-3-p1", False, "违反本法第一条规定的，处一万元以下罚款。"),
        ("a/art-4-p1", True, "参照第一条至第三条。"),
    ]
    (penalty,) = relations.penalties["a/art-1"]
    assert (penalty.source, penalty.words) == ("a/art-3-p1", "违反本法第一条规定的，处一万元以下罚款。")
    assert [each.duty for each in relations.duties["a/art-3"]] == ["a/art-1"]
    assert [link.citation.source for link in relations.citing["a"]] == ["b/art-1-p1"]
    assert relations.edges == {("b", "a"): 1}
    assert [each.target for each in relations.curated_from["a/art-2"]] == ["b"]


def test_a_citation_of_a_division_counts_for_its_articles_marked_as_wide(tmp_path: Path) -> None:
    text = HEAD.format(title="甲法", version="2020-01-01", how="imported") + (
        "\n## 第一章　甲\n\n### 第一条\n\n甲。\n\n### 第二条\n\n适用本章规定。\n"
        "\n## 第二章　乙\n\n### 第三条\n\n参照第一章办理。\n"
    )
    corpus = corpus_of(tmp_path, a=text)
    relations = relate(corpus, cite(corpus))
    found = {id: [(link.citation.source, link.wide) for link in links] for id, links in relations.backlinks.items()}
    assert found == {
        "a/chp-1": [("a/art-2-p1", False), ("a/art-3-p1", False)],
        "a/art-1": [("a/art-2-p1", True), ("a/art-3-p1", True)],
        "a/art-2": [("a/art-3-p1", True)],
    }


def test_a_relation_made_under_a_delegation_has_its_words(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, a=law("甲法", "甲。", "具体办法由国务院规定。"), b=law("乙条例", "甲。"))
    (tmp_path / RELATIONS).write_text(
        "- {kind: 授权制定, from: a/art-2, to: b, words: 具体办法由国务院规定, note: 试验}\n"
        "- {kind: 授权制定, from: a/art-1, to: b, words: 甲, note: 没有授权}\n"
        "- {kind: 授权制定, from: a/art-2, to: b, words: 由国家网信部门规定, note: 不是原文}\n",
        encoding="utf-8",
    )
    _, faults = read_curated(tmp_path, corpus)
    assert [fault.line for fault in faults] == [2, 3]


def test_a_curated_relation_to_nowhere_is_a_fault(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, a=law("甲法", "甲。"))
    (tmp_path / RELATIONS).write_text(
        "- {kind: 配套规定, from: a/art-9, to: b, note: 无}\n- {kind: 别的, from: a, to: a, note: 无}\n- 文字\n",
        encoding="utf-8",
    )
    _, faults = read_curated(tmp_path, corpus)
    assert [fault.line for fault in faults] == [1, 1, 2, 3]


def test_articles_of_an_earlier_text_are_found_again_in_the_later_one(tmp_path: Path) -> None:
    duty = "网络运营者应当采取技术措施和其他必要措施，保障网络安全、稳定运行。"
    corpus = corpus_of(
        tmp_path,
        net=law("网法", "为了试验制定本法。", "国家支持人工智能的研究和应用。", duty, version="2025-10-28"),
        net_at_2016_11_07=law("网法", "为了试验制定本法。", duty, version="2016-11-07"),
    )
    relations = relate(corpus, cite(corpus))
    assert relations.renumbered == {"net@2016-11-07/art-1": "net/art-1", "net@2016-11-07/art-2": "net/art-3"}
