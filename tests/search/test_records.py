"""What a record says of an article beside its text."""

from pathlib import Path

import pytest

from indexer.search.records import records
from tests.search.made_up_laws import PUNISHING, corpus_of, source


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("肖像是通过影像、雕塑、绘画等方式反映的特定自然人可以被识别的外部形象。", ("肖像",)),
        ("要约是希望与他人订立合同的意思表示，该意思表示应当符合条件。", ("要约",)),
        ("甲乙，是指以其他方式从事活动的人。", ("甲乙",)),
        ("自然人享有隐私权。\n\n隐私是自然人的私密空间、私密活动的总称。", ("隐私",)),
        # what something is worth, who is charged with it, a condition, a question
        ("科普是公益事业。", ()),
        ("科普是全社会的共同责任。", ()),
        ("父母是未成年子女的监护人。", ()),
        ("其成员是依法成立的组织。", ()),
        ("如果它是依法成立的组织，适用本法。", ()),
        ("明知是伪造的货币而持有的，处罚款。", ()),
        ("核实信息是否为真实的信息。", ()),
    ],
)
def test_terms_are_what_an_article_says_the_nature_of(tmp_path: Path, text: str, terms: tuple[str, ...]) -> None:
    (law,) = records(corpus_of(tmp_path, {"made": source("试验法", f"## 第一条\n\n{text}\n")}))
    assert law.records[0].terms == terms


def test_breaches_are_of_articles_that_punish(tmp_path: Path) -> None:
    corpora, _ = records(corpus_of(tmp_path, PUNISHING))
    assert [record.breaches for record in corpora.records] == [(), (), ("第1条",), ("*",)]
