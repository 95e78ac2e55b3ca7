"""What citations point at: targets and resolved citations, as frozen values."""

from dataclasses import dataclass, field
from enum import StrEnum

from indexer.ids import ArticleNumber

__all__ = ["Citation", "Kind", "Role", "Target"]


class Kind(StrEnum):
    """What a citation names: the deepest unit of it, or the form it takes."""

    LAW = "law"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    RANGE = "range"
    RELATIVE = "relative"
    CHAPTER = "chapter"


class Role(StrEnum):
    """What a citation is for in its sentence."""

    BASIS = "basis"
    PENALTY = "penalty"
    DEFINITION = "definition"
    APPLICATION = "application"
    EXCEPTION = "exception"
    PROCEDURE = "procedure"
    AMENDMENT = "amendment"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Target:
    """A provision, a range of them (`article_to`, `paragraph_to`, `item_to`: the last one), or a whole instrument.

    `law` is the full official title, `slug` the instrument's id, None where the library does not know it. `text` is
    the id of the text in which the provision stands (`csl@2016-11-07`); None if the library does not have the text
    that is meant. `id` is the id of the unit with its text (`pipl/art-13-p1-i2`), of a range its first unit, of an
    instrument its slug; None if there is no such unit. `sub_item` is the number of a 目.
    """

    law: str
    article: ArticleNumber | None = None
    article_to: ArticleNumber | None = None
    paragraph: int | None = None
    paragraph_to: int | None = None
    item: int | None = None
    item_to: int | None = None
    sub_item: int | None = None
    division: str | None = None
    slug: str | None = None
    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A resolved citation: article.text[start:end], what it points at, and what for.

    `source` is the id of the 款 or 项 in which it stands (`csl/art-62-p2`); `group` numbers the lists of an article, so
    that members of one list have the same. `fault` says what is wrong with the citation, in Chinese; empty if nothing.
    """

    source: str
    start: int
    end: int
    surface: str
    kind: Kind
    targets: tuple[Target, ...]
    group: int
    role: Role = Role.MENTION
    fault: str = field(default="", compare=False)
