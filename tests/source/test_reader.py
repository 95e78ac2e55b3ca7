"""Passages of real laws: the id, the text and the line of every provision that the reader finds in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.ids import ArticleNumber, ProvisionId
from indexer.model import Annex, Article, Division, DivisionKind, Preamble
from indexer.source import read_bytes, read_text
from tests.source.laws import HEAD, read

Provision = tuple[str, str, int]
"""Id, text or heading, and line counted from the line after the front matter."""

PASSAGES = [
    pytest.param(
        # 个人信息保护法第十三条: items, and the 款 that follows them is the second
        """
## 第一条

根据宪法，制定本法。

## 第二条

符合下列情形之一的，个人信息处理者方可处理个人信息：

（一）取得个人的同意；

（二）为订立、履行个人作为一方当事人的合同所必需；

（三）为履行法定职责或者法定义务所必需；

依照本法其他有关规定，处理个人信息应当取得个人同意，但是有前款第二项至第三项规定情形的，不需取得个人同意。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "根据宪法，制定本法。", 4),
            ("art-2", "第二条", 6),
            ("art-2-p1", "符合下列情形之一的，个人信息处理者方可处理个人信息：", 8),
            ("art-2-p1-i1", "（一）取得个人的同意；", 10),
            ("art-2-p1-i2", "（二）为订立、履行个人作为一方当事人的合同所必需；", 12),
            ("art-2-p1-i3", "（三）为履行法定职责或者法定义务所必需；", 14),
            (
                "art-2-p2",
                "依照本法其他有关规定，处理个人信息应当取得个人同意，但是有前款第二项至第三项规定情形的，不需取得个人同意。",
                16,
            ),
        ],
        id="items and a following 款",
    ),
    pytest.param(
        # 立法法第十二条 and the like: two 款 with items of their own, each counted from （一）
        """
## 第一条

下列事项：

（一）甲；

（二）乙。

有下列情形之一：

（一）丙；

（二）丁。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "下列事项：", 4),
            ("art-1-p1-i1", "（一）甲；", 6),
            ("art-1-p1-i2", "（二）乙。", 8),
            ("art-1-p2", "有下列情形之一：", 10),
            ("art-1-p2-i1", "（一）丙；", 12),
            ("art-1-p2-i2", "（二）丁。", 14),
        ],
        id="items under two 款",
    ),
    pytest.param(
        # 个人所得税法第三条 and 海商法: 目 under items, in both forms, each item counting anew
        """
## 第一条

免征：

（一）奖金：

1.省级人民政府颁发的；

2．外国组织颁发的；

（二）津贴：

（1）国家统一规定的；

（2）其他。

（三）补助。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "免征：", 4),
            ("art-1-p1-i1", "（一）奖金：", 6),
            ("art-1-p1-i1-s1", "1.省级人民政府颁发的；", 8),
            ("art-1-p1-i1-s2", "2．外国组织颁发的；", 10),
            ("art-1-p1-i2", "（二）津贴：", 12),
            ("art-1-p1-i2-s1", "（1）国家统一规定的；", 14),
            ("art-1-p1-i2-s2", "（2）其他。", 16),
            ("art-1-p1-i3", "（三）补助。", 18),
        ],
        id="目",
    ),
    pytest.param(
        # a paragraph that begins with a number and stands under no item is a 款
        """
## 第一条

1.本条的款。

（1）同样。

2.5千克以上的：

（一）试验；

3.5千克以上的，适用前款规定。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "1.本条的款。", 4),
            ("art-1-p2", "（1）同样。", 6),
            ("art-1-p3", "2.5千克以上的：", 8),
            ("art-1-p3-i1", "（一）试验；", 10),
            ("art-1-p4", "3.5千克以上的，适用前款规定。", 12),
        ],
        id="numbers that are no 目",
    ),
    pytest.param(
        # 种子法第九十条第六项: an item of several paragraphs, known by the numbering that goes on after it
        """
## 第一条

本法下列用语的含义是：

（一）种子是指繁殖材料。

前项所称材料包括籽粒。

（二）品种是指植物群体。

本法所称林木，适用前款第一项。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "本法下列用语的含义是：", 4),
            ("art-1-p1-i1", "（一）种子是指繁殖材料。\n前项所称材料包括籽粒。", 6),
            ("art-1-p1-i2", "（二）品种是指植物群体。", 10),
            ("art-1-p2", "本法所称林木，适用前款第一项。", 12),
        ],
        id="an item of several paragraphs",
    ),
    pytest.param(
        # 刑法第一百二十条之一: articles inserted later
        """
## 第一条

组织恐怖组织的，处刑。

## 第一条之一

资助恐怖组织的，处刑。

## 第一条之二

准备的，处刑。

## 第二条

绑架的，处刑。
""",
        [
            ("art-1", "第一条", 2),
            ("art-1-p1", "组织恐怖组织的，处刑。", 4),
            ("art-1-1", "第一条之一", 6),
            ("art-1-1-p1", "资助恐怖组织的，处刑。", 8),
            ("art-1-2", "第一条之二", 10),
            ("art-1-2-p1", "准备的，处刑。", 12),
            ("art-2", "第二条", 14),
            ("art-2-p1", "绑架的，处刑。", 16),
        ],
        id="之",
    ),
    pytest.param(
        # 网络安全法: 章 with 节 in one of them; the articles of the others stand right under the 章
        """
## 第一章　总则

### 第一条

甲。

## 第二章　网络运行安全

### 第一节　一般规定

#### 第二条

乙。

### 第二节　关键信息基础设施的运行安全

#### 第三条

丙。

## 第三章　附则

### 第四条

丁。
""",
        [
            ("chp-1", "第一章　总则", 2),
            ("art-1", "第一条", 4),
            ("art-1-p1", "甲。", 6),
            ("chp-2", "第二章　网络运行安全", 8),
            ("chp-2-sec-1", "第一节　一般规定", 10),
            ("art-2", "第二条", 12),
            ("art-2-p1", "乙。", 14),
            ("chp-2-sec-2", "第二节　关键信息基础设施的运行安全", 16),
            ("art-3", "第三条", 18),
            ("art-3-p1", "丙。", 20),
            ("chp-3", "第三章　附则", 22),
            ("art-4", "第四条", 24),
            ("art-4-p1", "丁。", 26),
        ],
        id="章 and 节",
    ),
    pytest.param(
        # 民法典: chapters begin anew in each 编 and run through its 分编; the unnumbered 附则 closes the code
        """
# 第一编　总则

## 第一章　基本规定

### 第一条

甲。

# 第二编　物权

## 第一分编　通则

### 第一章　一般规定

#### 第二条

乙。

### 第二章　物权的设立、变更、转让和消灭

#### 第一节　不动产登记

##### 第三条

丙。

## 第二分编　所有权

### 第三章　一般规定

#### 第一节　所有权

##### 第四条

丁。

# 附则

## 第五条

戊。
""",
        [
            ("prt-1", "第一编　总则", 2),
            ("prt-1-chp-1", "第一章　基本规定", 4),
            ("art-1", "第一条", 6),
            ("art-1-p1", "甲。", 8),
            ("prt-2", "第二编　物权", 10),
            ("prt-2-sub-1", "第一分编　通则", 12),
            ("prt-2-chp-1", "第一章　一般规定", 14),
            ("art-2", "第二条", 16),
            ("art-2-p1", "乙。", 18),
            ("prt-2-chp-2", "第二章　物权的设立、变更、转让和消灭", 20),
            ("prt-2-chp-2-sec-1", "第一节　不动产登记", 22),
            ("art-3", "第三条", 24),
            ("art-3-p1", "丙。", 26),
            ("prt-2-sub-2", "第二分编　所有权", 28),
            ("prt-2-chp-3", "第三章　一般规定", 30),
            ("prt-2-chp-3-sec-1", "第一节　所有权", 32),
            ("art-4", "第四条", 34),
            ("art-4-p1", "丁。", 36),
            ("sup", "附则", 38),
            ("art-5", "第五条", 40),
            ("art-5-p1", "戊。", 42),
        ],
        id="编, 分编, 章, 节 and 附则",
    ),
    pytest.param(
        # 民事诉讼法: chapters run through all 编
        """
# 第一编　总则

## 第一章　任务

### 第一条

甲。

# 第二编　审判程序

## 第二章　第一审普通程序

### 第二条

乙。
""",
        [
            ("prt-1", "第一编　总则", 2),
            ("prt-1-chp-1", "第一章　任务", 4),
            ("art-1", "第一条", 6),
            ("art-1-p1", "甲。", 8),
            ("prt-2", "第二编　审判程序", 10),
            ("prt-2-chp-2", "第二章　第一审普通程序", 12),
            ("art-2", "第二条", 14),
            ("art-2-p1", "乙。", 16),
        ],
        id="章 that run through the law",
    ),
]


def provisions(body: str) -> list[Provision]:
    """Every division, article, 款, 项 and 目 in the order of the text."""
    document = read(body)
    offset = HEAD.count("\n")
    found = []
    for _, node in document.version.walk():
        texts = [(str(node.id), node.heading if isinstance(node, Division) else node.label)]
        if isinstance(node, Article):
            texts += [(str(unit.id), unit.text) for unit in node.units()]
        found += [(id, text, document.line(id) - offset) for id, text in texts]
    assert {id for id, _, _ in found} == {id for id in document.lines if not id.startswith("key:")}
    return found


@pytest.mark.parametrize(("body", "expected"), PASSAGES)
def test_passage(body: str, expected: list[Provision]) -> None:
    assert provisions(body) == expected


def test_an_item_is_counted_in_the_paragraph_before_it() -> None:
    """前款第二项 in the 款 after the items is （二）, since the items are no 款."""
    article = read(PASSAGES[0].values[0]).version.article(ArticleNumber(2))  # type: ignore[arg-type]
    assert article
    assert [len(paragraph.items) for paragraph in article.paragraphs] == [3, 0]
    assert article.paragraphs[0].items[1].text == "为订立、履行个人作为一方当事人的合同所必需；"


def test_preamble_signatures_and_annexes() -> None:
    """宪法 has a 序言, decisions an unnamed one; signatures follow ---, annexes follow those."""
    document = read("""
中国是世界上历史最悠久的国家之一。

## 序言

中国各族人民共同创造了光辉灿烂的文化。

（一）序言里的编号不是项。

## 第一章　总纲

### 第一条

中华人民共和国是社会主义国家。

---

国家互联网信息办公室

2023年7月10日

## 附件一　试验项目

一、模拟试验

（一）模型

## 附件二

二、其他试验
""")
    version = document.version
    assert version.preamble == (
        Preamble("", ("中国是世界上历史最悠久的国家之一。",)),
        Preamble("序言", ("中国各族人民共同创造了光辉灿烂的文化。", "（一）序言里的编号不是项。")),
    )
    assert version.closing == ("国家互联网信息办公室", "2023年7月10日")
    assert version.annexes == (
        Annex(1, "附件一　试验项目", ("一、模拟试验", "（一）模型")),
        Annex(2, "附件二", ("二、其他试验",)),
    )
    offset = HEAD.count("\n")
    assert [document.line(annex.id) - offset for annex in version.annexes] == [22, 28]
    assert [article.id for article in version.articles()] == [ProvisionId(ArticleNumber(1))]


def test_an_instrument_without_articles_says_so_in_its_front_matter() -> None:
    head = HEAD.replace("kind:", "undivided: true\nkind:")
    reading = read_text(head + "\n会议决定，适用死刑缓期执行。\n\n本决定自公布之日起施行。\n", "law.md")
    assert reading.faults == ()
    assert reading.document
    assert reading.document.version.body == ()
    assert reading.document.version.preamble == (
        Preamble("", ("会议决定，适用死刑缓期执行。", "本决定自公布之日起施行。")),
    )


def test_articles_that_the_library_does_not_have_are_declared_and_not_missed() -> None:
    head = HEAD.replace("kind:", 'missing: ["1", "3", "4", "4-1"]\nkind:')
    reading = read_text(head + "\n## 第二条\n\n甲。\n\n## 第四条之二\n\n乙。\n\n## 第五条\n\n丙。\n", "law.md")
    assert reading.faults == ()
    assert reading.document
    assert [str(article.number) for article in reading.document.version.articles()] == ["2", "4-2", "5"]


def test_the_line_of_every_key_is_known() -> None:
    document = read("\n## 第一条\n\n为了试验，制定本法。\n")
    assert (document.line("key:title"), document.line("key:text_from")) == (2, 9)
    assert (document.line("key:repealed"), document.line("art-2")) == (0, 0)


@pytest.mark.parametrize(
    ("written", "kind", "number", "title"),
    [
        # any number of #, any white space: the label decides
        ("# 第一章　总则", DivisionKind.CHAPTER, 1, "总则"),
        ("###### 第一章 总则", DivisionKind.CHAPTER, 1, "总则"),
        ("####### 第一章　　总 则　", DivisionKind.CHAPTER, 1, "总 则"),
        ("##\t第一节", DivisionKind.SECTION, 1, ""),
        ("##　第一编　总则", DivisionKind.PART, 1, "总则"),
        ("## 第一分编　通则", DivisionKind.SUBPART, 1, "通则"),
        ("## 附则", DivisionKind.SUPPLEMENT, 0, ""),
    ],
)
def test_the_label_decides_what_a_heading_is(written: str, kind: DivisionKind, number: int, title: str) -> None:
    document = read_text(f"{HEAD}\n{written}\n\n### 第一条\n\n为了试验，制定本法。\n", "law.md").document
    assert document
    (division,) = document.version.body
    assert isinstance(division, Division)
    assert (division.kind, division.number, division.title) == (kind, number, title)


# Arbitrary text rarely looks like a law: its pieces do.
# fmt: off
_PIECES = st.sampled_from(
    [
        "---\n", "\n", "\n\n", "#", "## ", "　", " ", "\t", "\ud800", "\0", "\u200b", "e\u0301", "title: 甲\n",
        "## 第一条\n\n", "## 第二条\n\n", "## 第一章　总则\n\n", "甲。\n\n", "附则", "附件",
        "第", "条", "之", "编", "分编", "章", "节", "一", "十", "百", "零", "〇", "廿", "九千九百九十九",
        "（一）", "（二）", "(一)", "（", "）", "1.", "2．", "（1）", "0.",
    ]
)
# fmt: on
_YAML_PIECES = st.sampled_from([*"-[]{}:,'\"#&*!|>%@`? \n\t甲a1", "title: ", "kind: 法律\n", "missing: ", "\n- "])


@given(st.text() | st.lists(_PIECES).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_text_whatsoever_raises(text: str) -> None:
    reading = read_text(text, "law.md")
    assert reading.faults
    assert reading.document is None


@given(st.text() | st.lists(_PIECES).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_body_whatsoever_raises(body: str) -> None:
    reading = read_text(HEAD + body, "law.md")
    assert reading.faults or reading.document
    assert all(fault.line >= 1 for fault in reading.faults)


@given(st.text() | st.lists(_YAML_PIECES).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_front_matter_whatsoever_raises(head: str) -> None:
    reading = read_text(f"---\n{head}\n---\n\n## 第一条\n\n甲。\n", "law.md")
    assert reading.document is None
    assert reading.faults


@given(st.binary() | st.binary().map((HEAD + "\n## 第一条\n\n").encode().__add__))
@settings(deadline=None)
def test_no_bytes_whatsoever_raise(data: bytes) -> None:
    reading = read_bytes(data, "law.md")
    assert reading.faults or reading.document
