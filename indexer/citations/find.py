"""Find the citations in the text of an article."""

import re
from collections.abc import Iterable, Mapping

from indexer.citations.grammar import Mention, mentions
from indexer.citations.lexer import NameTable, Sign, Token, tokenize
from indexer.corpus import Corpus
from indexer.model import Version

__all__ = ["find", "instrument_names", "is_document", "short_names"]

_DOCUMENT = re.compile(r"《?.*(?:证|证书|执照|批准书|通知书|通知单|表|进行曲)》?")
"""Papers, tables and songs stand in 《》 too (《电信业务经营许可证》): they are no instruments."""
_NAME = re.compile(r".+(?:[法典]|条例|办法|规定|细则|规则|决定|解释|修正案(?:（.+）)?)")
_SHORT = re.compile(r"(《[^《》]+》)（以下(?:简称|称|统称)[“《]?([^“”《》（），；]+)[”》]?）")
_DEFINING = re.compile(r"（以下(?:简称|称|统称)[“《]?\Z")
"""A short name where it is given is no citation."""
_TREATIES = {"联合国宪章"}
"""Treaties that statutes name without guillemets."""
_COUNTRY = "中华人民共和国"


def find(text: str, names: Iterable[NameTable]) -> tuple[list[Mention], list[Token]]:
    """The citations of `text`, and the signs in it that are malformed (第十十条). `names`: tables of names to know."""
    first, *more = names
    tokens = tokenize(text, first)
    for table in more:
        taken = [(token.start, token.end) for token in tokens if token.sign in (Sign.TITLE, Sign.NAME)]
        for start, end in table.find(text):
            if not any(low < end and start < high for low, high in taken):
                tokens = [token for token in tokens if not start <= token.start < end]
                tokens.append(Token(Sign.NAME, start, end))
        tokens.sort(key=lambda token: token.start)
    tokens = [
        token for token in tokens if token.sign is not Sign.TITLE or not is_document(text[token.start : token.end])
    ]
    tokens = [token for token in tokens if token.sign is not Sign.NAME or not _DEFINING.search(text, 0, token.start)]
    return mentions(text, tokens), [token for token in tokens if token.sign is Sign.MALFORMED]


def is_document(title: str) -> bool:
    """Whether what stands in 《》 is a paper issued to somebody."""
    return bool(_DOCUMENT.fullmatch(title))


def instrument_names(corpus: Corpus) -> NameTable:
    """What instruments are called without guillemets: their titles, with 中华人民共和国 and without."""
    titles = {version.facts.title for instrument in corpus.instruments.values() for version in instrument.versions}
    forms = titles | {title.removeprefix(_COUNTRY) for title in titles}
    return NameTable(sorted(_TREATIES | {form for form in forms if len(form) > 1 and _NAME.fullmatch(form)}))


def short_names(version: Version) -> Mapping[str, str]:
    """Names that a text gives to other instruments for itself: 《中华人民共和国著作权法》（以下简称著作权法）."""
    found: dict[str, str] = {}
    for article in version.articles():
        if "以下" in article.text:
            for match in _SHORT.finditer(article.text):
                found[match[2]] = match[1].strip("《》")
    return found
