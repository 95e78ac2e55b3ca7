"""Importers: official and packaged data → source files, every repair and doubt reported."""

from indexer.importers.import_database import ImportFailedError, import_database
from indexer.importers.law_rows import is_database
from indexer.importers.notes import ImportReport, Note, NoteKind

__all__ = ["ImportFailedError", "ImportReport", "Note", "NoteKind", "import_database", "is_database"]
