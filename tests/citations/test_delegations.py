"""Delegations: what provisions leave to an organ, in the words of the library's own articles."""

import pytest

from indexer.citations import delegations
from indexer.corpus import load
from tests.conftest import ROOT

CORPUS, _ = load(ROOT / "docs")


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("csl/art-33", ["由国务院制定"]),
        ("csl/art-39", ["按照国家网信部门会同国务院有关部门制定的办法进行安全评估"]),
        ("csl/art-80", ["由中央军事委员会另行规定"]),
        ("dsl/art-31", ["由国家网信部门会同国务院有关部门制定"]),
        ("dsl/art-54", ["由中央军事委员会依据本法另行制定"]),
        ("pipl/art-38", ["按照国家网信部门的规定", "按照国家网信部门制定的标准合同与境外接收方订立"]),
        ("copyright/art-6", ["由国务院另行规定"]),
        ("telecom-fraud/art-31", ["由国务院公安部门会同有关主管部门规定"]),
        ("telecommunications-regulations/art-53", ["由国务院信息产业主管部门会同国务院产品质量监督部门制定并公布施行"]),
        # 按照规定, 按照国家有关规定 and breaches of what an organ has laid down leave nothing to anybody.
        ("csl/art-27", []),
        ("sci-tech-progress/art-103", []),
        ("cii-protection/art-41", []),
        ("csl/art-62", []),
    ],
)
def test_delegations(article: str, expected: list[str]) -> None:
    text, _, place = article.partition("/")
    found = next(each for each in CORPUS.entries[text].version.articles() if str(each.id) == place)
    assert [found.text[each.start : each.end] for each in delegations(found)] == expected
    assert all(each.sentence.endswith(found.text[each.start : each.end]) for each in delegations(found))
