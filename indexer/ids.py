"""Identifiers of provisions: `art-13-p1-i3` and its kin, as strings, as values, and as Chinese labels.

The same string is the HTML id, the fragment of the address and, behind `slug/`, the id in exports. Once published
it never changes: it is derived from the numbers that the official text itself carries, never from positions on a
page.

    art-13          第十三条                art-13-p1-i3      第十三条第一款第三项
    art-120-1       第一百二十条之一         art-13-p1-i3-s1   第十三条第一款第三项第1目
    art-13-p1       第十三条第一款           prt-2-chp-3-sec-1 第二编第三章第一节
    annex-1         附件一                  sup               附则（民法典、刑法最后不编号的附则）
"""

import re
from dataclasses import dataclass
from typing import Self

from indexer.numerals import NUMERAL, to_chinese, to_int

__all__ = ["ArticleNumber", "ProvisionId"]

_ARTICLE_LABEL = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
_NUMBER = "[1-9][0-9]{0,3}"  # what `to_chinese` can write
_ARTICLE_NUMBER = re.compile(rf"({_NUMBER})(?:-({_NUMBER}))?")
_PROVISION = re.compile(
    rf"""
    art-(?P<article>{_NUMBER}(?:-{_NUMBER})?)    # 条, with its 之
    (?:-p(?P<paragraph>{_NUMBER})                # 款
      (?:-i(?P<item>{_NUMBER})                   # 项
        (?:-s(?P<sub_item>{_NUMBER}))?           # 目
      )?
    )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, order=True)
class ArticleNumber:
    """第一百二十条之一 is ArticleNumber(120, 1); 第十三条 is ArticleNumber(13).

    Ordered as the articles of a law are: 120 < 120-1 < 121.
    """

    number: int
    branch: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the Arabic form, `13` or `120-1`. Raises ValueError."""
        if not (match := _ARTICLE_NUMBER.fullmatch(text)):
            raise ValueError(f"“{text}”不是条号，应写作 13 或 120-1")
        return cls(int(match[1]), int(match[2] or 0))

    @classmethod
    def from_label(cls, label: str) -> Self:
        """Read 第N条 or 第N条之M. Raises ValueError (NumeralError where a numeral is malformed)."""
        if not (match := _ARTICLE_LABEL.fullmatch(label)):
            raise ValueError(f"“{label}”不是条的标题，应写作“第十三条”或“第一百二十条之一”")
        return cls(to_int(match[1]), to_int(match[2]) if match[2] else 0)

    @property
    def label(self) -> str:
        """第一百二十条之一."""
        return f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.branch)}" if self.branch else "")

    def __str__(self) -> str:
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)


@dataclass(frozen=True, slots=True)
class ProvisionId:
    """The place of an article, paragraph (款), item (项) or sub-item (目) in a law; numbers count from 1."""

    article: ArticleNumber
    paragraph: int | None = None
    item: int | None = None
    sub_item: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `art-13-p1-i3-s1` or a shorter form. Raises ValueError. `parse(str(x)) == x`."""
        if not (match := _PROVISION.fullmatch(text)):
            raise ValueError(f"“{text}”不是条文标识，应写作 art-13 或 art-13-p1-i3")
        paragraph, item, sub_item = (
            int(value) if (value := match[name]) else None for name in ("paragraph", "item", "sub_item")
        )
        return cls(ArticleNumber.parse(match["article"]), paragraph, item, sub_item)

    @property
    def label(self) -> str:
        """第十三条第一款第三项第1目."""
        label = self.article.label
        if self.paragraph:
            label += f"第{to_chinese(self.paragraph)}款"
        if self.item:
            label += f"第{to_chinese(self.item)}项"
        if self.sub_item:
            label += f"第{self.sub_item}目"
        return label

    def __str__(self) -> str:
        parts = [f"art-{self.article}"]
        for letter, value in (("p", self.paragraph), ("i", self.item), ("s", self.sub_item)):
            if value is not None:
                parts.append(f"{letter}{value}")
        return "-".join(parts)
