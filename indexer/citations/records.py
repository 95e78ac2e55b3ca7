"""Citations as JSON records (the contract of `refs --json`)."""

from typing import Any

from indexer.citations.library import ArticleCitations
from indexer.citations.targets import Citation, Target

__all__ = ["record"]


def record(each: ArticleCitations) -> dict[str, Any]:
    """One article: law, slug (the id of the text), article, text, refs. Offsets count characters of `text` from 0."""
    return {
        "law": each.entry.version.facts.title,
        "slug": each.entry.id,
        "article": str(each.article.number),
        "text": each.article.text,
        "refs": [_ref(citation) for citation in each.citations],
    }


def _ref(citation: Citation) -> dict[str, Any]:
    return {
        "start": citation.start,
        "end": citation.end,
        "surface": citation.surface,
        "kind": str(citation.kind),
        "role": str(citation.role),
        "targets": [_target(target) for target in citation.targets],
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "law": target.law,
        "article": str(target.article) if target.article else None,
        "article_to": str(target.article_to) if target.article_to else None,
        "paragraph": target.paragraph,
        "paragraph_to": target.paragraph_to,
        "item": target.item,
        "item_to": target.item_to,
        "division": target.division,
        "id": target.id,
    }
