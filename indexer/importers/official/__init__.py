"""Official files (.docx, .html, .txt) and official pages → source files."""

from indexer.importers.official.download import Downloader, DownloadError
from indexer.importers.official.fetch import Fetched, Outcome, fetch
from indexer.importers.official.import_file import Imported, import_file, read_official, write_imported
from indexer.importers.official.lines import OfficialFileError

__all__ = [
    "DownloadError",
    "Downloader",
    "Fetched",
    "Imported",
    "OfficialFileError",
    "Outcome",
    "fetch",
    "import_file",
    "read_official",
    "write_imported",
]
