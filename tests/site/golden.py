"""A small library whose pages are kept as golden files, checked by eye: `python -m tests.site.golden` writes them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.corpus import load
from indexer.site.law_page import Context, law_page
from indexer.site.references import references
from tests.site.laws import law

__all__ = ["GOLDEN", "pages"]

GOLDEN = Path(__file__).parent / "data" / "golden"
LAWS = {
    "trial-law": law(
        "中华人民共和国试验法",
        body="""
## 第一章　总则

### 第一条

为了试验，制定本法。

### 第二条

本法所称试验者，是指从事下列活动的人：

（一）甲；

（二）乙。

试验者的具体认定办法由国务院规定。

## 第二章　法律责任

### 第三条

试验者违反本法第二条第一款第二项、第五条第一款规定的，由主管部门责令改正，处一万元以上十万元以下罚款。

### 第四条

有前条行为的，适用《中华人民共和国旧法》；本章另有规定的除外。

### 第五条

试验者应当保存记录。

前款规定的记录保存三年。
""",
    ),
    "trial-measures": law(
        "试验者认定办法",
        version="2021-01-01",
        effective="2021-03-01",
        body="""
## 第一条

根据《中华人民共和国试验法》，制定本办法。

## 第二条

本办法所称试验者，是指试验法第二条至第五条规定的人。
""",
    ),
    "old-law": law("中华人民共和国旧法", body="", effective=None, repealed="2021-01-01").replace(
        "how: transcribed", "how: none"
    ),
}
RELATIONS = (
    "- {kind: 授权制定, from: trial-law/art-2, to: trial-measures, words: 认定办法由国务院规定, note: 国务院的办法}\n"
)


def pages() -> Iterator[tuple[str, str]]:
    """(name of the file, HTML) of every text."""
    with TemporaryDirectory() as folder:
        for slug, text in LAWS.items():
            (Path(folder) / f"{slug}.md").write_text(text, encoding="utf-8")
        (Path(folder) / "relations.yml").write_text(RELATIONS, encoding="utf-8")
        corpus, faults = load(Path(folder))
        known, doubts = references(corpus, Path(folder))
        assert faults == doubts == ()
        for id, entry in corpus.entries.items():
            yield f"{id}.html", law_page(entry, Context(corpus, date(2026, 6, 1), known=known)).html


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, html in pages():
        (GOLDEN / name).write_text(html, encoding="utf-8")
