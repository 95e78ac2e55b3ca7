"""What is understood of a query: every shape that people type, and everything that is no query at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Kind
from indexer.search.postings import Library
from indexer.search.query import LONGEST_QUERY, STOP_WORDS, Citation, asks_duty, defined_terms, parse
from indexer.search.records import Law
from indexer.search.segment import costs
from indexer.search.sounds import sounds


def _law(slug: str, title: str) -> Law:
    return Law(slug, slug, title, (), Kind.LAW, f"laws/{slug}/", True)


LIBRARY = Library(
    laws=(_law("pipl", "中华人民共和国个人信息保护法"), _law("csl", "中华人民共和国网络安全法"), _law("cc", "民法典")),
    names={
        "pipl": ("pipl",),
        "个人信息保护法": ("pipl",),
        "个保法": ("pipl",),
        "csl": ("csl",),
        "网络安全法": ("csl",),
        "网安法": ("csl",),
        "民法典": ("cc",),
        "gb45438": ("gb",),
        "安全法": ("csl", "dsl"),
        "主席令第91号": ("pipl",),
    },
    costs=costs(
        {
            "个人": 9,
            "信息": 9,
            "个人信息": 5,
            "同意": 4,
            "网络": 5,
            "网络安全": 3,
            "安全": 5,
            "法律": 3,
            "责任": 3,
            "罚款": 2,
        }
        | dict.fromkeys(STOP_WORDS, 1)
    ),
    law_of=(0, 1, 2),
)


def cited(slug: str | tuple[str, ...], article: str, label: str, unit: str = "", version: str = "") -> Citation:
    return Citation((slug,) if isinstance(slug, str) else slug, article, label, unit, version)


@pytest.mark.parametrize(
    ("query", "citations"),
    [
        ("个保法 十三条", [cited("pipl", "第13条", "第十三条")]),
        ("个保法13条", [cited("pipl", "第13条", "第十三条")]),
        ("个保法第１３条", [cited("pipl", "第13条", "第十三条")]),
        ("个保法 13", [cited("pipl", "第13条", "第十三条")]),
        ("PIPL 13", [cited("pipl", "第13条", "第十三条")]),
        ("pipl13", [cited("pipl", "第13条", "第十三条")]),
        ("民法典1034", [cited("cc", "第1034条", "第一千零三十四条")]),
        ("网安法第21条第一款", [cited("csl", "第21条", "第二十一条", "-p1")]),
        ("网安法 第二十一条 第1款 第（三）项", [cited("csl", "第21条", "第二十一条", "-p1-i3")]),
        ("《个人信息保护法》第十三条", [cited("pipl", "第13条", "第十三条")]),
        ("《中华人民共和国个人信息保护法》第十三条第二项", [cited("pipl", "第13条", "第十三条", "-p1-i2")]),
        ("根据个保法第13条规定", [cited("pipl", "第13条", "第十三条")]),
        ("民法典第一百二十条之一", [cited("cc", "第120条之1", "第一百二十条之一")]),
        ("民法典120-1", [cited("cc", "第120条之1", "第一百二十条之一")]),
        ("GB45438 第五条", [cited("gb", "第5条", "第五条")]),
        # without a law: any, or the one named before
        ("第十三条", [cited((), "第13条", "第十三条")]),
        ("13条", [cited((), "第13条", "第十三条")]),
        ("十三条", [cited((), "第13条", "第十三条")]),
        ("个保法第十三条、第十四条", [cited("pipl", "第13条", "第十三条"), cited("pipl", "第14条", "第十四条")]),
        # lists and ranges
        *(
            (query, [cited("pipl", f"第{number}条", label) for number, label in ((13, "第十三条"), (14, "第十四条"))])
            for query in (
                "个保法13条和14条",
                "个保法第13条及第14条",
                "个保法13、14",
                "个保法13,14条",
                "个保法第13、14条",
                "个保法13 14",
                "个保法13-14",
                "个保法第十三至十四条",
            )
        ),
        *(
            (
                query,
                [
                    cited("pipl", "第13条", "第十三条"),
                    cited("pipl", "第14条", "第十四条"),
                    cited("pipl", "第15条", "第十五条"),
                ],
            )
            for query in (
                "个保法第十三条至第十五条",
                "个保法13~15条",
                "个保法13到15条",
                "个保法13—15",
                "个保法13、14和15条",
            )
        ),
        ("个保法13条第二款、14条", [cited("pipl", "第13条", "第十三条", "-p2"), cited("pipl", "第14条", "第十四条")]),
        ("个保法13条 5", [cited("pipl", "第13条", "第十三条")]),
        (
            "个保法13条和网安法21条",
            [cited("pipl", "第13条", "第十三条"), cited("csl", "第21条", "第二十一条")],
        ),
        (
            "民法典119条至121条之二",
            [
                cited("cc", "第119条", "第一百一十九条"),
                cited("cc", "第120条", "第一百二十条"),
                cited("cc", "第121条", "第一百二十一条"),
                cited("cc", "第121条之1", "第一百二十一条之一"),
                cited("cc", "第121条之2", "第一百二十一条之二"),
            ],
        ),
        (
            "民法典120条之一至120条之三",
            [
                cited("cc", "第120条之1", "第一百二十条之一"),
                cited("cc", "第120条之2", "第一百二十条之二"),
                cited("cc", "第120条之3", "第一百二十条之三"),
            ],
        ),
        ("民法典1至900条", [cited("cc", "第1条", "第一条"), cited("cc", "第900条", "第九百条")]),
        # the law behind the article, English, a branch without 条
        ("第13条个保法", [cited("pipl", "第13条", "第十三条")]),
        ("第十三条 个保法", [cited("pipl", "第13条", "第十三条")]),
        ("PIPL Article 13", [cited("pipl", "第13条", "第十三条")]),
        ("Art. 13 of the PIPL", [cited("pipl", "第13条", "第十三条")]),
        ("PIPL Articles 13 and 14", [cited("pipl", "第13条", "第十三条"), cited("pipl", "第14条", "第十四条")]),
        # the end of a name
        ("信息保护法第13条", [cited("pipl", "第13条", "第十三条")]),
        ("个保法§13", [cited("pipl", "第13条", "第十三条")]),
        ("个保法 十三", [cited("pipl", "第13条", "第十三条")]),
        ("民法典120之一", [cited("cc", "第120条之1", "第一百二十条之一")]),
        ("“个人信息保护法”第13条", [cited("pipl", "第13条", "第十三条")]),
        # an older text
        ("网络安全法2016 21条", [cited("csl", "第21条", "第二十一条", version="2016")]),
        ("网络安全法（2016年修正）第21条", [cited("csl", "第21条", "第二十一条", version="2016")]),
        ("2016年网络安全法第21条", [cited("csl", "第21条", "第二十一条", version="2016")]),
        ("旧网安法21条", [cited("csl", "第21条", "第二十一条", version="旧")]),
        (
            "民法典120之一和121之二",
            [cited("cc", "第120条之1", "第一百二十条之一"), cited("cc", "第121条之2", "第一百二十一条之二")],
        ),
        ("个保法66(2)", [cited("pipl", "第66条", "第六十六条", "-p2")]),
        # no name across a blank
        ("个人信息保 法 13条", [cited((), "第13条", "第十三条")]),
        ("个保法13条（二）", [cited("pipl", "第13条", "第十三条", "-p1-i2")]),
        # several 款 are shown as a whole
        ("个保法66条第一款、第二款", [cited("pipl", "第66条", "第六十六条")]),
        ("个保法第66条第1款至第3款", [cited("pipl", "第66条", "第六十六条")]),
        ("个保法66条第2、3款", [cited("pipl", "第66条", "第六十六条")]),
        ("PIPL Art. 13(1)(2)", [cited("pipl", "第13条", "第十三条", "-p1-i2")]),
        # the text that is in force
        ("新网安法21条", [cited("csl", "第21条", "第二十一条")]),
        ("修改前的网络安全法第21条", [cited("csl", "第21条", "第二十一条", version="旧")]),
        ("网安法旧第64条", [cited("csl", "第64条", "第六十四条", version="旧")]),
        ("网安法 修订前 64条", [cited("csl", "第64条", "第六十四条", version="旧")]),
        ("网安法修订后第64条", [cited("csl", "第64条", "第六十四条")]),
        # blanks everywhere, digits one by one, 款 behind a point and in English
        ("个保法第 13 条 第 1 款 第 3 项", [cited("pipl", "第13条", "第十三条", "-p1-i3")]),
        ("民法典第一〇三四条", [cited("cc", "第1034条", "第一千零三十四条")]),
        ("民法典一二零之一", [cited("cc", "第120条之1", "第一百二十条之一")]),
        ("个保法 13.2", [cited("pipl", "第13条", "第十三条", "-p2")]),
        ("个保法13.25%", []),
        ("PIPL Article 13, paragraph 1", [cited("pipl", "第13条", "第十三条", "-p1")]),
        ("Article 13 para. 2 of PIPL", [cited("pipl", "第13条", "第十三条", "-p2")]),
        # without 法, only right before a number
        ("个保13", [cited("pipl", "第13条", "第十三条")]),
        ("网安21条", [cited("csl", "第21条", "第二十一条")]),
        ("民1034", [cited("cc", "第1034条", "第一千零三十四条")]),
        ("网安21项", []),
        ("网安 21", []),
        ("本网安21", []),
        # 发 for 法
        ("网安发21条", [cited("csl", "第21条", "第二十一条")]),
        ("个人信息保护发 第13条", [cited("pipl", "第13条", "第十三条")]),
        ("开发 13条", [cited((), "第13条", "第十三条")]),
        # the year of a standard
        ("GB45438—2025 第五条", [cited("gb", "第5条", "第五条")]),
        # instruments that the library does not know, and no other one
        ("税收征管法 63条", [cited("税收征管法", "第63条", "第六十三条")]),
        ("网络安全法实施条例第3条", [cited("网络安全法实施条例", "第3条", "第三条")]),
        ("个保法13条和劳动安全法3条", [cited("pipl", "第13条", "第十三条"), cited("劳动安全法", "第3条", "第三条")]),
        ("GDPR 第6条", [cited("gdpr", "第6条", "第六条")]),
        # a passage of a law, which cites itself
        ("违反本办法第3条", []),
        ("违反本法第三十一条、第三十二条规定的", []),
        ("个保法 违反本法第三条", [cited("pipl", "第3条", "第三条")]),
        # a name that two laws share
        ("安全法第三条", [cited(("csl", "dsl"), "第3条", "第三条")]),
        # no citations
        ("个保法", []),
        ("个保法 3.5%", []),
        ("个保法 2021年", []),
        ("第十十条", []),
        ("第零条", []),
        ("第一条件", []),
        ("三条红线", []),
    ],
)
def test_citations(query: str, citations: list[Citation]) -> None:
    assert list(parse(query, LIBRARY).citations) == citations


@pytest.mark.parametrize(
    ("query", "laws", "words"),
    [
        ("个保法 同意", [("pipl",)], ["同意"]),
        ("《网络安全法》罚款", [("csl",)], ["罚款"]),
        ("中华人民共和国网络安全法", [("csl",)], []),
        ("个保法 网安法", [("pipl",), ("csl",)], []),
        # the longest name counts
        ("网络安全法第三条", [("csl",)], []),
        # the number of the order that promulgated it
        ("主席令第九十一号", [("pipl",)], []),
        ("中华人民共和国主席令第91号 同意", [("pipl",)], ["同意"]),
        # beside a law, small words are not asked for
        ("个保法 的", [("pipl",)], []),
        # names inside other words
        ("网络安全法律责任", [], ["网络安全", "法律", "责任"]),
        ("pipls", [], ["pipls"]),
        ("xpipl", [], ["xpipl"]),
    ],
)
def test_names_of_laws(query: str, laws: list[tuple[str, ...]], words: list[str]) -> None:
    parsed = parse(query, LIBRARY)
    assert (list(parsed.laws), [word.text for word in parsed.words]) == (laws, words)


_SPOKEN = replace(
    LIBRARY,
    names={
        **LIBRARY.names,
        "密码法": ("cl",),
        "关键信息基础设施安全保护条例": ("cii",),
        "人工智能生成合成内容标识办法": ("label",),
        "网络数据安全管理条例": ("ndr",),
        "网络安全等级保护条例": ("mlps",),
    },
    costs={**LIBRARY.costs, "民法典": 100, "密码法": 100, "网络安全法": 100},
    sounds=sounds(()),
)


@pytest.mark.parametrize(
    ("query", "misspelt"),
    [
        # the same sound, of short names too
        ("密马法", [("密马法", ("cl",))]),
        ("密马法 处罚", [("密马法", ("cl",))]),
        ("民发典1034条", [("民发典", ("cc",))]),
        ("网络安权法", [("网络安权法", ("csl",))]),
        ("网洛安全发 21条", [("网洛安全发", ("csl",))]),
        ("网安发", [("网安发", ("csl",))]),
        # another sound, a part of a longer word, no law
        ("密封法", []),
        ("加密马法", []),
        ("密马法条", []),
        ("开发 同意", []),
        # some words left out, if one instrument alone is called so
        ("关基保护条例", [("关基保护条例", ("cii",))]),
        ("关基保护条例18条", [("关基保护条例", ("cii",))]),
        ("网络安全条例", []),
        ("人工智能法", []),
        ("关键信息条例设施", []),
    ],
)
def test_what_is_no_name_may_mean_one(query: str, misspelt: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(parse(query, _SPOKEN).misspelt) == misspelt


def test_words_of_who_writes_traditional_characters() -> None:
    library = replace(LIBRARY, simplified={"網": "网", "資": "资", "訊": "讯", "個": "个"})
    found = {query: [word.text for word in parse(query, library).words] for query in ("網路安全", "個人資訊", "网路")}
    assert found == {"網路安全": ["网络安全"], "個人資訊": ["个人信息"], "网路": ["网路"]}


def test_the_heading_of_a_part_behind_a_law() -> None:
    assert [word.text for word in parse("民法典 个人信息编", LIBRARY).words] == ["个人信息"]
    assert [word.text for word in parse("个人信息编", LIBRARY).words] == ["个人信息", "编"]
    assert [word.text for word in parse("民法典 汇编", LIBRARY).words] == ["汇编"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("个人信息同意", ["个人信息", "同意"]),
        # small words drop out, unless there are no others
        ("个人信息的同意吗", ["个人信息", "同意"]),
        ("是否", ["是否"]),
        # what the library lacks is one word
        ("刷脸要同意吗", ["刷脸", "同意"]),
        ("区块链", ["区块链"]),
        ("ＡＩ换脸", ["ai", "换脸"]),
        # numbers of divisions are words, doubles count once
        ("第四章 法律责任 责任", ["第4章", "法律", "责任"]),
    ],
)
def test_words(query: str, words: list[str]) -> None:
    assert [word.text for word in parse(query, LIBRARY).words] == words


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("网络安全法 定义", (("type", "定义"),)),
        ("个保法的含义", (("type", "定义"),)),
        # what a law is, or what it says of something
        ("什么是网络安全法", ()),
        ("网络安全法 数据 定义", ()),
        ("网络安全法第三条 定义", ()),
        ("数据 定义", ()),
        # who chose has chosen
        ("网络安全法 定义 类型:禁止", (("type", "禁止"),)),
    ],
)
def test_the_definitions_of_a_law(query: str, filters: tuple[tuple[str, str], ...]) -> None:
    assert parse(query, LIBRARY).filters == filters


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("数据有什么要求？违反了罚多少？", True),
        ("数据有哪些规定，怎么罚", True),
        ("数据 要求 罚款", True),
        ("要求 数据", True),
        ("数据的要求和处罚", True),
        ("数据的义务是什么", True),
        # a breach of it is told of
        ("违反备案义务 处罚", False),
        ("不符合要求的罚款", False),
        ("违反规定怎么罚", False),
        ("违反标注义务和安全要求 处罚", False),
        ("违反规定有哪些处罚", False),
        ("数据 处罚", False),
    ],
)
def test_whether_the_duty_itself_is_asked_for(query: str, asks: bool) -> None:
    assert asks_duty(parse(query, LIBRARY)) is asks


def test_an_everyday_word_of_one_character_is_no_part_of_a_word_that_nobody_knows() -> None:
    assert [word.text for word in parse("人骂个人", LIBRARY).words] == ["人骂", "个人"]
    everyday = replace(LIBRARY, widenings={"骂": ("侮辱", "诽谤")})
    assert [(word.text, word.widened) for word in parse("人骂个人", everyday).words] == [
        ("人", ()),
        ("骂", ("侮辱", "诽谤")),
        ("个人", ()),
    ]


def test_an_everyday_word_takes_no_piece_of_another_word() -> None:
    words = {"虚假": 3, "广告": 3, "许可证": 2, "认证": 2}
    meant = {"假广告": ("虚假广告",), "许可": ("许可证",)}
    library = replace(LIBRARY, costs={**LIBRARY.costs, **costs(words)}, widenings=meant)
    found = {query: [word.text for word in parse(query, library).words] for query in ("虚假广告", "许可证", "发假广告")}
    assert found == {"虚假广告": ["虚假", "广告"], "许可证": ["许可证"], "发假广告": ["发", "假广告"]}
    # Nor does a name with one character wrong.
    near = replace(library, costs={**library.costs, "个人信息保护法": 9})
    assert parse("个人信息保护认证", near).words[-1].text == "认证"


@pytest.mark.parametrize(
    ("query", "meaning", "words"),
    [
        ("什么是个人信息", "个人信息", ["个人信息"]),
        ("什么叫个人信息？", "个人信息", ["个人信息"]),
        ("个人信息 定义", "个人信息", ["个人信息"]),
        ("个人信息的定义是什么", "个人信息", ["个人信息"]),
        ("个人信息是什么意思", "个人信息", ["个人信息"]),
        ("个人信息法定义务", "", None),
        ("个人信息 同意 是什么", "", None),
        ("什么是", "", None),
        ("个保法是什么", "", None),
        ("“个人信息”是什么", "", None),
    ],
)
def test_what_something_means(query: str, meaning: str, words: list[str] | None) -> None:
    parsed = parse(query, LIBRARY)
    assert parsed.meaning == meaning
    assert words is None or [word.text for word in parsed.words] == words
    assert defined_terms(parsed) == ((meaning, f"{meaning}技术") if meaning else ())


def test_everyday_words_may_mix_letters_and_characters() -> None:
    meant = dict.fromkeys(("训练ai", "ai换脸", "fair use", "fine-tuning", "14岁以下", "api", "大v"), ("罚款",))
    library = replace(LIBRARY, widenings=meant)
    for query, words in (
        ("训练ai同意", ["训练ai", "同意"]),
        ("AI换脸 大V", ["ai换脸", "大v"]),
        ("fair use", ["fair use"]),
        ("fair used", ["fair", "used"]),
        ("Fine-tuning", ["fine-tuning"]),
        ("训练aigc", ["训练", "aigc"]),
        ("API 罚款", ["api", "罚款"]),
        ("14岁以下", ["14岁以下"]),
    ):
        assert [word.surface for word in parse(query, library).words] == words


def test_a_very_common_character_tells_nothing_in_a_long_question() -> None:
    rest = ["网络", "安全", "责任", "个人信息", "同意", "罚款"]
    library = replace(LIBRARY, costs=costs({"数据": 5000, "人": 500, "赌": 1} | dict.fromkeys(rest, 3)))
    assert [word.text for word in parse("罚款 人 赌", library).words] == ["罚款", "人", "赌"]
    long = " ".join([*rest, "人", "赌"])
    assert [word.text for word in parse(long, library).words] == [*rest, "赌"]
    everyday = replace(library, widenings={"人": ("自然人",)})
    assert [word.text for word in parse(long, everyday).words] == [*rest, "人", "赌"]


def test_a_word_knows_its_place_and_its_parts() -> None:
    first, second = parse("个人信息同意", LIBRARY).words
    assert (first.start, first.end, first.parts, first.in_text) == (0, 4, ("个人", "信息"), True)
    assert (second.start, second.end, second.parts) == (4, 6, ())
    assert not parse("ai", LIBRARY).words[0].in_text


@pytest.mark.parametrize(
    ("query", "phrases", "words"),
    [
        ("“单独同意”", ["单独同意"], []),
        ('"单独同意" 罚款', ["单独同意"], ["罚款"]),
        ("「单独」『同意』", ["单独", "同意"], []),
        ("＂Ａ，Ｂ＂", ["a,b"], []),
        ("“ 同意 ”“同意”", ["同意"], []),
        ("“个保法第十三条”", ["个保法第十三条"], []),
        # not quoted
        ("“同意", [], ["同意"]),
        ('"" “。”', [], []),
    ],
)
def test_phrases(query: str, phrases: list[str], words: list[str]) -> None:
    parsed = parse(query, LIBRARY)
    assert (list(parsed.phrases), [word.text for word in parsed.words]) == (phrases, words)


HOSTILE = [
    "",
    " ",
    "　",
    "!!!",
    "，。；：？",
    "law:(",
    "*",
    '"',
    "AND OR NOT",
    "a* b? [a TO z] ~2 ^5",
    "text:同意 AND (罚款",
    "<img src=x onerror=alert(1)>",
    "<script>alert('同意')</script>",
    "\0",
    "同\0意",
    "\ud800",
    "\udcff\udc80",
    "🙂",
    "👨\u200d👩\u200d👧",
    "\u200b\u200d\ufeff",
    "同" * 10_000,
    "同意 " * 5_000,
    '"' * 10_000,
    "第" * 10_000,
    "九" * 10_000 + "条",
    "9" * 10_000,
    "《" * 10_000,
    "个保法" * 3_000,
    "的" * 300,
    "%s %d {0} ${x} \\u0000 \\",
    "'; DROP TABLE laws; --",
    "../../etc/passwd",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_can_be_typed(query: str) -> None:
    parsed = parse(query, LIBRARY)
    assert len(parsed.text) <= 20 * LONGEST_QUERY
    assert parsed.shortened == (len(query) > LONGEST_QUERY)


@given(st.text(st.characters(codec=None), max_size=400) | st.text('第十三条款项之一个保法《》“”"13 -()的', max_size=60))
def test_nothing_raises(query: str) -> None:
    for word in parse(query, LIBRARY).words:
        assert word.text
        assert word.start < word.end


def test_only_the_beginning_of_a_long_query_counts() -> None:
    parsed = parse("罚款" + "，" * LONGEST_QUERY + "同意", LIBRARY)
    assert [word.text for word in parsed.words] == ["罚款"]


def test_stop_words_are_normal_and_never_single_legal_terms() -> None:
    assert not STOP_WORDS & {"应当", "不得", "罚", "罪", "法", "人"}
