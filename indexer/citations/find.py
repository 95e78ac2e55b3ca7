"""Find the citations in the text of an article."""

import re
from collections.abc import Mapping

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


def find(text: str, names: NameTable) -> tuple[list[Mention], list[Token]]:
    """The citations of `text`, and the signs in it that are malformed (第十十条)."""
    tokens = [
        token
        for token in tokenize(text, names)
        if token.sign is not Sign.TITLE or not is_document(text[token.start : token.end])
    ]
    tokens = [token for token in tokens if token.sign is not Sign.NAME or not _DEFINING.search(text, 0, token.start)]
    return mentions(text, tokens), [token for token in tokens if token.sign is Sign.MALFORMED]


def is_document(title: str) -> bool:
    """Whether what stands in 《》 is a paper issued to somebody."""
    return bool(_DOCUMENT.fullmatch(title))


def instrument_names(corpus: Corpus) -> frozenset[str]:
    """What instruments are called without guillemets: their titles, with 中华人民共和国 and without."""
    facts = [version.facts for instrument in corpus.instruments.values() for version in instrument.versions]
    forms = {each.title for each in facts} | {each.short_title for each in facts}
    return frozenset(_TREATIES | {form for form in forms if len(form) > 1 and _NAME.fullmatch(form)})


def short_names(version: Version) -> Mapping[str, str]:
    """Names that a text gives to other instruments for itself: 《中华人民共和国著作权法》（以下简称著作权法）."""
    found: dict[str, str] = {}
    for article in version.articles():
        if "以下" in article.text:
            for match in _SHORT.finditer(article.text):
                found[match[2]] = match[1].strip("《》")
    return found
