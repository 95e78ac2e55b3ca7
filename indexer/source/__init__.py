"""Source files: one instrument text per Markdown file, read into the model and written back byte for byte."""

from indexer.source.document import Document
from indexer.source.front_matter import dump_facts, parse_facts
from indexer.source.reader import Reading, read_bytes, read_file, read_text
from indexer.source.writer import new_document, write

__all__ = [
    "Document",
    "Reading",
    "dump_facts",
    "new_document",
    "parse_facts",
    "read_bytes",
    "read_file",
    "read_text",
    "write",
]
