"""Whose breach an article punishes, told from its words."""

import pytest

from indexer.citations.library import cite
from indexer.citations.relations import relate
from indexer.corpus import load
from indexer.search.breaches import EVERY, breaches
from indexer.search.records import records
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本法第四十二条规定的，由有关主管部门责令改正。", ["第42条"]),
        (
            "违反本规定第七条、第八条、第九条第一款、第十四条规定的，由网信部门依据职责，给予警告。",
            ["第7条", "第8条", "第9条", "第14条"],
        ),
        (
            "违反本条例第十二条、第十六条至第二十条、第二十二条规定的，处罚款。",
            [f"第{n}条" for n in (12, *range(16, 21), 22)],
        ),
        ("未按照本法第二十一条规定备案的，处罚款。", ["第21条"]),
        ("有本法第二十七条之一第二项规定的行为的，处罚款。", ["第27条之1"]),
        # what the penalty follows, and not whom it punishes
        ("有前款行为的，依照本法第六十六条处罚。", []),
        ("违反《中华人民共和国网络安全法》第二十三条规定的，处罚款。", []),
        # short instruments: whatever article was broken
        ("提供者违反本办法规定的，由有关主管部门依照法律、行政法规的规定予以处罚。", [EVERY]),
        ("违反本规定的，依照有关法律、行政法规的规定处罚。", [EVERY]),
        ("违反本条例其他有关规定的，由有关主管部门责令改正。", [EVERY]),
        ("处理个人信息未履行本法规定的个人信息保护义务的，由履行个人信息保护职责的部门责令改正。", [EVERY]),
        # a certain breach, in words of its own
        ("违反本法规定，发布虚假广告的，由市场监督管理部门责令停止发布广告。", []),
        ("国家机关不履行本法规定的个人信息保护义务的，由其上级机关责令改正。", []),
        ("任何组织和个人发现违反本规定的，由网信部门受理举报。", []),
        ("违反本法第第条规定的，处罚款。", []),
    ],
)
def test_breaches(text: str, expected: list[str]) -> None:
    assert list(breaches(text)) == expected


def test_what_citations_say_is_found() -> None:
    """Of the articles that resolved citations say are punished in other articles of their text, nearly all."""
    corpus, _ = load(ROOT / "docs")
    known = {
        (penalty.source.partition("/")[0], penalty.source.partition("/")[2].partition("-p")[0], duty.partition("/")[2])
        for duty, penalties in relate(corpus, cite(corpus)).penalties.items()
        for penalty in penalties
        if duty.startswith(f"{penalty.source.partition('/')[0]}/") and not duty.startswith("criminal-law/")
    }
    found: set[tuple[str, str, str]] = set()
    for law in records(corpus):
        ids = {record.article: record.anchor for record in law.records if record.article}
        for record in law.records:
            found.update((law.law.id, record.anchor, ids[each]) for each in record.breaches if each in ids)
    assert len(known) > 250
    assert len(known - found) <= 0.02 * len(known), known - found
