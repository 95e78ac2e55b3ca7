"""The library in figures, and its closure: no title in 《》 without a text or an entry of the catalogue."""

from pathlib import Path

import pytest

from indexer.corpus import load
from indexer.model import Kind
from indexer.stats import LevelCount, statistics, titles
from indexer.verify import Manifest, digest, read_manifest
from tests.conftest import ROOT

HEAD = """---
title: {title}
kind: {kind}
issuers: [试验部]
promulgated: 2020-01-01
effective: 2020-01-01
version: "2020-01-01"
source: null
text_from: {{how: {how}, from: 试验, checked: none}}
---
"""


def law(title: str, body: str = "", kind: str = "法律") -> str:
    return HEAD.format(title=title, kind=kind, how="imported" if body else "none") + body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照《甲法》、《乙法》的规定", ["甲法", "乙法"]),
        ("《关于修改〈甲法〉的决定》", ["关于修改〈甲法〉的决定"]),
        ("没有收尾的《甲法", []),
        ("《甲\n法》", []),
    ],
)
def test_titles_stand_in_guillemets(text: str, expected: list[str]) -> None:
    assert list(titles(text)) == expected


def test_the_figures_of_a_small_library(tmp_path: Path) -> None:
    body = "\n## 第一条\n\n依照《乙条例》《丙办法》办理《营业执照》。\n\n## 第二条\n\n字 字。\n"
    for name, text in {"a": law("甲法", body), "b": law("乙条例", kind="行政法规")}.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    corpus, faults = load(tmp_path)
    assert faults == ()
    article = next(corpus.entries["a"].version.articles())
    found = statistics(corpus, Manifest(reference={"a": {"1": digest(article), "2": "0" * 16}}))
    assert found.levels[Kind.LAW] == LevelCount(
        instruments=1, catalogued=0, texts=1, articles=2, characters=24, verified=1, missing=0
    )
    assert found.total.instruments == 2
    assert found.total.catalogued == 1
    assert [(each.title, each.places) for each in found.unknown] == [("丙办法", ("a/art-1",))]
    assert [each.title for each in found.documents] == ["营业执照"]


def test_every_title_that_the_library_names_has_a_text_or_an_entry() -> None:
    corpus, _ = load(ROOT / "docs")
    found = statistics(corpus, read_manifest(ROOT / "docs" / "laws"))
    assert found.unknown == ()
    assert {each.title for each in found.documents} == {
        "基础电信业务经营许可证",
        "增值电信业务经营许可证",
        "跨地区增值电信业务经营许可证",
    }
