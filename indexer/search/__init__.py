"""Full-text search over the library: analysis, Whoosh index, query understanding, ranking, static export."""

from indexer.search.builder import IndexFolderError
from indexer.search.engine import Engine, Result, Results, default_cache, open_engine
from indexer.search.everyday import read_everyday
from indexer.search.explain import HOW, explain
from indexer.search.export import Known, export_index
from indexer.search.filters import STANDINGS, Filter
from indexer.search.provision_types import TYPE_NAMES

__all__ = [
    "HOW",
    "STANDINGS",
    "TYPE_NAMES",
    "Engine",
    "Filter",
    "IndexFolderError",
    "Known",
    "Result",
    "Results",
    "default_cache",
    "explain",
    "export_index",
    "open_engine",
    "read_everyday",
]
