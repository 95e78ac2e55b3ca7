"""What the grammar does not take, and how it does on a library, in figures."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.citations.find import is_document
from indexer.citations.library import ArticleCitations, LibraryCitations
from indexer.citations.targets import Citation, Kind
from indexer.numerals import NUMERAL

__all__ = ["RuleCount", "Uncovered", "rule_counts", "sample", "uncovered"]

_SIGN = re.compile(
    rf"第{NUMERAL}(?:条|款|项|目(?!标|录)|编|章|节)|第（{NUMERAL}）|[前上](?:{NUMERAL}|两|几)?(?:条|款|项)|(?:各|上述|同)[条款]"
    r"|各?该[条款项]|《[^《》\n]*》"
)
# Each class of words that look like a citation and are none, by the words around: (what stands before, sign and what
# follows, why).
_REASONS = (
    (r"合$|不$", r"同条[款件]|同条", "合同条款、不同条件：不是“同条”"),
    (r"", r"[该前上]条[款约例件]|各该条约", "条款、条约、条例、条件：不是“条”"),
    (r"", r"该款项", "款项：不是“款”"),
    (r"", r"前.项", "排序在前的几项：不是某条的项"),
    (r"", r"该项", "该项工作、该项权利：不是某条的项"),
    (r"目$", r"前", "目前"),
    (r"", r"各[条款]", "泛指各条、各款，没有确定的条款"),
    (r"", r"上述条款|同条款", "泛指上文，没有确定的条款"),
)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A sign outside every citation: the article, text[start:end], and why it is none; empty where nobody has said."""

    where: ArticleCitations
    start: int
    end: int
    reason: str

    @property
    def surface(self) -> str:
        return self.where.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Citations of one form: how many there are, and how many led to a provision (or an instrument) that exists."""

    found: int
    resolved: int
    outside: int
    """Those whose instrument, or the text of it that is meant, the library does not have."""


def uncovered(citations: LibraryCitations) -> Iterator[Uncovered]:
    """Every sign of a citation (第…条, 前…款, 《…》) that stands in none."""
    for each in citations.articles:
        text = each.article.text
        spans = [(citation.start, citation.end) for citation in each.citations]
        for match in _SIGN.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in spans):
                yield Uncovered(each, *match.span(), _reason(text, match.start(), match.end()))


def _reason(text: str, start: int, end: int) -> str:
    if is_document(text[start:end]) and text[start] == "《":
        return "证照、表格等文书：不是法规"
    for before, sign, why in _REASONS:
        if re.search(before, text[:start]) and re.match(sign, text[start:]):
            return why
    return ""


def rule_counts(citations: LibraryCitations) -> dict[str, RuleCount]:
    """By form: within the text, to other texts, relative ones; and each kind."""
    found: Counter[str] = Counter()
    resolved: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for each in citations.articles:
        own = each.entry.version.facts.title
        for citation in each.citations:
            for name in _names(citation, own):
                found[name] += 1
                is_outside = any(target.text is None and target.id is None for target in citation.targets)
                outside[name] += is_outside
                resolved[name] += not is_outside and not citation.fault
    return {name: RuleCount(found[name], resolved[name], outside[name]) for name in _ORDER if found[name]}


_ORDER = (
    "本法之内", "对其他法规", "相对指称", *(f"其中 {kind}" for kind in Kind), "全部",
)  # fmt: skip


def _names(citation: Citation, own: str) -> Iterator[str]:
    if citation.kind is Kind.RELATIVE or re.match("前|上|该|各该|本[条款项]", citation.surface):
        yield "相对指称"
    elif all(target.law == own for target in citation.targets):
        yield "本法之内"
    else:
        yield "对其他法规"
    yield f"其中 {citation.kind}"
    yield "全部"


def sample(citations: LibraryCitations, count: int, seed: int) -> list[tuple[ArticleCitations, Citation]]:
    """`count` citations drawn without replacement, the same for the same seed, for checking by reading."""
    everything = [(each, citation) for each in citations.articles for citation in each.citations]
    return random.Random(seed).sample(everything, min(count, len(everything)))
