"""What a query was understood as, said to people."""

import pytest

from indexer.search import Engine, explain


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("数试法 第三条", [("法规", "《中华人民共和国数据试验法》"), ("法条", "《中华人民共和国数据试验法》第三条")]),
        ("“单独同意” -赌博 类型:义务", [("原文", "“单独同意”"), ("排除", "赌博"), ("筛选：条文类型", "义务")]),
        ("5千万元", [("词", "5千万元（也写作：五千万元、5000万元、50000000元）")]),
        ("什么是赌博", [("问含义", "赌博"), ("词", "赌博")]),
        ("赌勃", [("词", "赌勃（近似的词：赌博）")]),
        ("赌博 罚款", [("词", "赌博"), ("词", "罚款"), ("问罚则", "罚款")]),
        ("赌博 规定", [("词", "赌博"), ("词", "规定"), ("不必出现", "规定")]),
        ("规定 要求", [("词", "规定"), ("词", "要求")]),
        ("违规 赌博", [("词", "违规"), ("词", "赌博")]),
    ],
)
def test_the_parts_of_a_query(engine: Engine, query: str, expected: list[tuple[str, str]]) -> None:
    first, *parts = explain(engine.parse(query), engine.index.library, engine.weights.long_from)
    assert first[0] == "检索词"
    assert parts == expected


def test_long_questions_say_so(engine: Engine) -> None:
    parts = explain(engine.parse("游戏 服务 训练 数据 赌博 罚款"), engine.index.library, engine.weights.long_from)
    assert parts[-1][0] == "方式"
