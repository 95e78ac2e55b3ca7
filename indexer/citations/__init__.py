"""Citations: find (grammar) → resolve (targets) → relate (roles, backlinks)."""

from indexer.citations.coverage import rule_counts, sample, uncovered
from indexer.citations.delegations import delegations
from indexer.citations.find import is_document
from indexer.citations.library import ArticleCitations, LibraryCitations, cite
from indexer.citations.records import record
from indexer.citations.relations import Curated, contains, read_curated
from indexer.citations.targets import Citation, Kind, Role, Target

__all__ = [
    "ArticleCitations",
    "Citation",
    "Curated",
    "Kind",
    "LibraryCitations",
    "Role",
    "Target",
    "cite",
    "contains",
    "delegations",
    "is_document",
    "read_curated",
    "record",
    "rule_counts",
    "sample",
    "uncovered",
]
