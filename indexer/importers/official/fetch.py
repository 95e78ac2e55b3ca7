"""Compare a text of the library with its official page, and take the page's text over where that is wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.corpus import Corpus, Entry
from indexer.importers.notes import Note
from indexer.importers.official.download import Downloader, DownloadError, is_home_page
from indexer.importers.official.import_file import Imported, read_official
from indexer.importers.official.lines import OfficialFileError

__all__ = ["Fetched", "Outcome", "fetch"]


class Outcome(StrEnum):
    """What came of one page."""

    SAME = "一致"
    DIFFERENT = "不同"
    NEW = "新的文本"
    NO_PAGE = "没有具体网页"
    FAILED = "没有取到"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One instrument and its official page; `imported` is the page's text where it could be read."""

    entry: Entry
    outcome: Outcome
    message: str = ""
    imported: Imported | None = None

    @property
    def notes(self) -> Sequence[Note]:
        return self.imported.notes if self.imported else ()


def fetch(corpus: Corpus, ids: Sequence[str], downloader: Downloader) -> Iterator[Fetched]:
    """Read the official page of each text in turn; nothing is written."""
    for id in ids:
        entry = corpus.entries[id]
        source = entry.version.facts.source
        if not source or is_home_page(source):
            yield Fetched(entry, Outcome.NO_PAGE, f"官方来源{'只是网站首页：' + source if source else '待补'}")
            continue
        try:
            imported = read_official(downloader.get(source), source, corpus, slug=id)
        except (DownloadError, OfficialFileError) as error:
            yield Fetched(entry, Outcome.FAILED, str(error))
            continue
        if entry.version.facts.catalogued:
            outcome = Outcome.NEW
        else:
            same = imported.document.version.body == entry.version.body
            outcome = Outcome.SAME if same else Outcome.DIFFERENT
        yield Fetched(entry, outcome, "", imported)
