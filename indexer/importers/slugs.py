"""Slugs: from the table of the library's laws, and by a rule that depends on nothing but the title for all others."""

import hashlib

from indexer.importers.known_laws import known_law

__all__ = ["slug_of"]


def slug_of(title: str) -> str:
    """`pipl` for the laws of the library; `law-` and the first eight hex digits of the title's SHA-256 for others."""
    known = known_law(title)
    return known.slug if known else f"law-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
