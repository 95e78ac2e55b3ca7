"""The grammar of citations: signs → mentions.

    list     = member (join member)*
    member   = simple ("至" simple)?
    simple   = name path? | own-law path | own-unit path? | earlier path? | that-unit path? | path
    path     = 编? 分编? 章? 节? 条? 款? 项? 目?                 at least one, outermost first
    name     = 《…》 | a known name | 该法 path

本法, 本条, 本款 and 本项 alone are no citations; 本章, 本节, 本编 alone are. A later member of a list leaves out what
it shares with the one before (本法第二十三条、第二十五条第一款、第三款): it stands `after` that one. Signs belong
together only if nothing stands between them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.citations.lexer import RANKS, Sign, Token

__all__ = ["Mention", "Step", "mentions"]

_DIVISIONS = ("编", "分编", "章", "节")
_ASIDE = re.compile(r"（以下[^（）]*称[^（）]*）")
"""（以下简称著作权法） between the members of a list does not part them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One unit of a path: 第一百二十条之一 is Step("条", 120, 1)."""

    unit: str
    number: int
    branch: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation as it stands in the text, at text[start:end].

    `head` is what the path hangs on: a name, 本法, 前款 …; None for a bare path. `each` marks 本节各该条, whose head is
    本节. `to` is the path behind 至. `after` is the member of the same list that this one follows, as an index into
    the list of mentions; `group` numbers the lists.
    """

    start: int
    end: int
    head: Token | None
    path: tuple[Step, ...] = ()
    to: tuple[Step, ...] = ()
    each: bool = False
    after: int | None = None
    group: int = 0

    @property
    def rank(self) -> int:
        """Rank of the outermost unit of the path; beyond all where there is none."""
        return RANKS[self.path[0].unit] if self.path else len(RANKS)


def mentions(text: str, tokens: Sequence[Token]) -> list[Mention]:
    """All citations among the signs of `text`, in their order; they never overlap."""
    found: list[Mention] = []
    at = group = 0
    while at < len(tokens):
        parsed = _member(tokens, at)
        if not parsed:
            at += 1
            continue
        after: int | None = None
        while parsed:
            mention, at = parsed
            found.append(replace(mention, after=after, group=group))
            after = len(found) - 1
            parsed = _next_member(text, tokens, at)
        group += 1
    return found


def _next_member(text: str, tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
    """The member behind a mark that joins it to the one that ends before tokens[at]."""
    if at >= len(tokens):
        return None
    end = tokens[at - 1].end
    if aside := _ASIDE.match(text, end):
        end = aside.end()
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        if at >= len(tokens):
            return None
    token = tokens[at]
    if token.start == end and token.sign is Sign.TITLE:  # 《甲法》《乙法》
        return _member(tokens, at)
    if token.sign is not Sign.JOIN or token.start != end:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].sign is Sign.JOIN and tokens[at + 1].start == token.end:
        at += 1  # 、以及
    if at + 1 >= len(tokens) or tokens[at + 1].start != tokens[at].end:
        return None
    return _member(tokens, at + 1)


def _member(tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
    """A simple citation, or a range of them, that begins at tokens[at]; with the index behind it."""
    parsed = _simple(tokens, at)
    if not parsed:
        return None
    mention, end = parsed
    if not mention.path or not _adjoins(tokens, end) or tokens[end].sign is not Sign.RANGE:
        return parsed
    to, behind = _path(tokens, end + 1, -1) if _adjoins(tokens, end + 1) else ((), end)
    if not to:
        return parsed
    return replace(mention, end=tokens[behind - 1].end, to=to), behind


def _simple(tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
    token = tokens[at]
    match token.sign:
        case Sign.UNIT:
            path, end = _path(tokens, at, -1)
            return Mention(token.start, tokens[end - 1].end, None, path), end
        case Sign.TITLE | Sign.NAME:
            least, alone = -1, True
        case Sign.OWN_LAW | Sign.THAT_LAW:
            least, alone = -1, False
        case Sign.OWN_UNIT:
            least, alone = RANKS[token.unit], token.unit in _DIVISIONS
        case Sign.EARLIER | Sign.THAT_UNIT:
            least, alone = RANKS[token.unit], True
        case _:
            return None
    path, end = _path(tokens, at + 1, least) if _adjoins(tokens, at + 1) else ((), at + 1)
    if path:
        return Mention(token.start, tokens[end - 1].end, token, path), end
    if not alone:
        return None
    if token.sign is Sign.OWN_UNIT and _adjoins(tokens, end) and tokens[end].sign is Sign.THAT_UNIT:
        return Mention(token.start, tokens[end].end, tokens[end], each=True), end + 1  # 本节各该条
    return Mention(token.start, token.end, token), end


def _path(tokens: Sequence[Token], at: int, least: int) -> tuple[tuple[Step, ...], int]:
    """Units from tokens[at] on that stand side by side, each of a higher rank than the one before; index behind."""
    steps: list[Step] = []
    while at < len(tokens) and tokens[at].sign is Sign.UNIT:
        token = tokens[at]
        rank = RANKS[token.unit]
        if rank <= least or (steps and tokens[at - 1].end != token.start):
            break
        steps.append(Step(token.unit, token.number, token.branch))
        least = rank
        at += 1
    return tuple(steps), at


def _adjoins(tokens: Sequence[Token], at: int) -> bool:
    """Whether tokens[at] is there and begins where the one before it ends."""
    return 0 < at < len(tokens) and tokens[at - 1].end == tokens[at].start
