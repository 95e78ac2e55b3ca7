"""Full-text search over the library: analysis, Whoosh index, query understanding, ranking, static export."""

from indexer.search.builder import IndexFolderError
from indexer.search.engine import Engine, Result, Results, default_cache, open_engine
from indexer.search.everyday import read_everyday
from indexer.search.export import export_index
from indexer.search.filters import Filter

__all__ = [
    "Engine",
    "Filter",
    "IndexFolderError",
    "Result",
    "Results",
    "default_cache",
    "export_index",
    "open_engine",
    "read_everyday",
]
