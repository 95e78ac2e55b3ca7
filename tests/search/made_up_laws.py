"""A small library of made-up laws, and a cache folder for jieba's dictionary that all tests share."""

from collections.abc import Iterator
from pathlib import Path

from indexer.corpus import Corpus, load
from indexer.faults import errors
from indexer.search.postings import FIELDS
from indexer.search.whoosh_index import WhooshIndex

__all__ = ["LAWS", "PUNISHING", "corpus_of", "source", "terms_of"]


def source(title: str, body: str, *, aliases: str = "", kind: str = "法律", version: str = "2020-01-01") -> str:
    """The text of a source file."""
    return f"""---
title: {title}
aliases: [{aliases}]
kind: {kind}
issuers: [试验机关]
promulgated: {version}
effective: {version}
version: "{version}"
source: https://example.org/
text_from: {{how: transcribed, from: 试验, checked: none}}
---

{body}"""


GAMES = """## 第一章　总则

### 第一条

为了规范游戏服务，根据《中华人民共和国数据试验法》，制定本办法。

### 第二条

利用训练数据提供游戏服务的，适用本办法。

## 第二章　法律责任

### 第三条

提供者应当遵守下列规定：

（一）不得开设赌场；

（二）不得组织赌博，情节严重的，处五千万元以下罚款；

（三）训练模型时，数据来源合法。

违反前款第二项规定的，依法追究责任。
"""

DATA = """## 第一章　总则

### 第一条

处理个人信息应当取得个人的单独同意。

### 第二条

开展数据处理活动，对训练的结果负责；公开的数据除外。

## 第二章　安全评估

### 第三条

国家建立数据安全评估制度。个人同意的，从其规定。

### 第四条

依照本法第一条的规定处理个人信息；ＡＩ 换脸须显著标识。

### 第四条之一

本法自公布之日起施行。
"""

DATA_OLD = """## 第一条

处理个人信息应当取得同意。

## 第二条

开展数据活动，须经安全评估。
"""

CONSTITUTION = """## 序言

本国是历史悠久的国家。

## 第一条

国家尊重和保障人权。

## 附件

旗帜的图案说明。
"""

LAWS = {
    "games": source("游戏服务管理办法", GAMES, aliases="游戏办法", kind="部门规章"),
    "data": source("中华人民共和国数据试验法", DATA, aliases="数试法, DTL", version="2024-01-01"),
    "data@2018-01-01": source("中华人民共和国数据试验法", DATA_OLD, version="2018-01-01"),
    "charter": source("中华人民共和国章程", CONSTITUTION, kind="宪法"),
}
"""Stem of the file → its text."""

PUNISHING = {
    "corpora": source(
        "机器学习办法",
        """## 第一条

提供者训练模型，应当使用来源合法的语料。

## 第二条

提供者应当建立投诉渠道，按期答复。

## 第三条

违反本办法第一条规定的，由有关部门予以警告，或者罚款。

## 第四条

违反本办法规定的，由有关部门依照法律、行政法规的规定予以处罚。
""",
        kind="部门规章",
    ),
    "letters": source(
        "来信处理办法",
        """## 第一条

来信和投诉应当登记，不登记的处罚款。
""",
        kind="部门规章",
    ),
}
"""Two more, of which one punishes in articles of their own what others oblige to."""


def corpus_of(folder: Path, laws: dict[str, str] = LAWS) -> Corpus:
    """Write the laws into `folder` and load them; they must be without fault."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        path.unlink()
    for stem, text in laws.items():
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    corpus, faults = load(folder)
    assert not errors(faults), "\n".join(map(str, faults))
    return corpus


def terms_of(index: WhooshIndex) -> Iterator[tuple[str, str, tuple[list[int], list[int]]]]:
    """(field, term, documents and frequencies) of every term, sorted by field and code points."""
    for field in FIELDS:
        table = index.table(field)
        for place, term in enumerate(table.terms):
            documents, frequencies = table.postings(place)
            yield field, term, (documents.tolist(), frequencies.tolist())
