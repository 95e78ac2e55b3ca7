"""Official files → source files: one file, one text; everything is read before anything is written."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from indexer.corpus import Corpus, Entry, NoLibraryError, load
from indexer.importers.notes import ImportReport, Note, NoteKind
from indexer.importers.official.lines import OfficialFileError, read_lines
from indexer.importers.official.official_text import OfficialText, recognise
from indexer.importers.slugs import slug_of
from indexer.model import Checked, Facts, How, Kind, TextFrom
from indexer.source import Document, new_document, read_text, write
from indexer.source.front_matter import dump_facts

__all__ = ["Imported", "import_file", "read_official", "write_imported"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A text read from a file and not written yet: its id (`pipl`), its document, and what is to be said of it."""

    id: str
    document: Document
    notes: tuple[Note, ...]


def import_file(
    path: Path,
    to: Path,
    *,
    slug: str | None = None,
    version: date | None = None,
    source: str | None = None,
    replace_other: bool = False,
) -> ImportReport:
    """Import one official file into `to` (or `to/laws`). Raises OfficialFileError; then nothing has been written.

    `slug` names the file, `version` is the date of the text and `source` its official page, where the file does not
    tell and the library does not know. A text that differs from the one in the library is written only with
    `replace_other`.
    """
    folder = to / "laws" if (to / "laws").is_dir() else to
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OfficialFileError(f"读不了 {path}（{error.strerror}）") from error
    corpus = _library(folder)
    imported = read_official(data, path.name, corpus, slug=slug, version=version, source=source)
    written = write_imported(imported, folder, corpus, replace_other=replace_other)
    return ImportReport((written,) if written else (), imported.notes)


def _library(folder: Path) -> Corpus:
    try:
        return load(folder)[0]
    except NoLibraryError:
        return Corpus()


def read_official(
    data: bytes,
    name: str,
    corpus: Corpus,
    *,
    slug: str | None = None,
    version: date | None = None,
    source: str | None = None,
) -> Imported:
    """Read an official file; what the library already knows of the instrument is kept. Raises OfficialFileError."""
    lines = read_lines(data, name)
    text = recognise(lines)
    if text is None:
        raise OfficialFileError(f"{name} 里没有“第一条”：不是分条的法规，或者内容没有下载完整")
    known = _known(text, corpus, slug)
    if known and text.title and not _is_called(known, text.title, corpus):
        title = known.version.facts.title
        raise OfficialFileError(f"{name} 是《{text.title}》，不是《{title}》，没有导入；换一个 --slug 或网址")
    notes: list[Note] = []
    law = f"《{known.version.facts.title if known else text.title}》"
    facts, id = _facts(text, known, lines.form, slug, version, source, name)
    for line, why in text.unplaced:
        notes.append(Note(NoteKind.DOUBT, law, f"第 {line.number} 行", f"未收入（{why}）：“{_short(line.text)}”"))
    for key in facts.uncertain:
        if not known:
            notes.append(Note(NoteKind.DOUBT, law, "", f"“{key}”没有写明或不能确定，标为待核"))
    draft = f"---\n{dump_facts(facts)}---\n" + "\n\n".join(["", *text.body]) + "\n"
    reading = read_text(draft, name)
    if not reading.document:
        said = "；".join(fault.message for fault in reading.faults[:5])
        raise OfficialFileError(f"{name} 的条文结构有误，没有导入：{said}")
    document = new_document(f"{id}.md", replace(reading.document.version, facts=facts))
    return Imported(id, document, tuple(notes))


def _known(text: OfficialText, corpus: Corpus, slug: str | None) -> Entry | None:
    """The entry of the library for this text: the one named, or the one of that title."""
    if slug:
        return corpus.entries.get(slug)
    found = corpus.lookup(text.title)
    return corpus.entries[found[0].slug] if len(found) == 1 else None


def _is_called(entry: Entry, title: str, corpus: Corpus) -> bool:
    """Whether `title` may be the title of `entry`; （2020年修正） and the like may stand behind it."""
    forms = (title, re.sub(r"（[^（）]*）$", "", title))
    return any(found.slug == entry.instrument.slug for form in forms for found in corpus.lookup(form))


def _facts(
    text: OfficialText,
    known: Entry | None,
    form: str,
    slug: str | None,
    version: date | None,
    source: str | None,
    name: str,
) -> tuple[Facts, str]:
    origin = TextFrom(How.IMPORTED, f"官方{form}", Checked.NONE)
    if known:
        facts = known.version.facts
        changed = replace(facts, text_from=origin, source=source or facts.source, missing=(), undivided=False)
        return replace(changed, version=version or facts.version), known.id
    if not text.title:
        raise OfficialFileError(f"{name} 里找不到标题；用 --slug 指明是库里的哪一部")
    adopted = next((event.on for event in text.history if event.act == "通过"), None)
    promulgated = text.promulgated or next((event.on for event in text.history if event.on), None)
    latest = max((event.on for event in text.history if event.on), default=None)
    day = version or latest or promulgated
    if not day:
        raise OfficialFileError(f"{name} 里找不到文本的日期；用 --date 2023-07-10 指明")
    effective = text.effective or (promulgated if text.at_once else None)
    if effective and effective < day:
        effective = None  # the day on which the original text took effect
    stated = {"issuers": text.issuers, "number": text.number, "promulgated": promulgated, "effective": effective}
    uncertain = [key for key in ("issuers", "promulgated", "effective") if not stated[key]]
    facts = Facts(
        title=text.title,
        kind=_kind(text),
        issuers=text.issuers or ("待核",),
        version=day,
        text_from=origin,
        number=text.number,
        adopted=adopted,
        promulgated=promulgated,
        effective=effective,
        history=text.history if len(text.history) > 1 else (),
        source=source,
        uncertain=(*uncertain, *(() if source else ("source",))),
    )
    return facts, slug or slug_of(text.title)


def _kind(text: OfficialText) -> Kind:
    """Level by issuer and title (立法法第七条、第七十二条、第九十一条)."""
    who, title = "".join(text.issuers), text.title
    if "征求意见稿" in title:
        return Kind.DRAFT
    if "全国人民代表大会" in who:
        return Kind.CONSTITUTION if title.endswith("宪法") else Kind.LAW
    if who == "国务院":
        return Kind.ADMINISTRATIVE_REGULATION
    return Kind.DEPARTMENTAL_RULE if text.number and "令" in text.number else Kind.NORMATIVE_DOCUMENT


def write_imported(imported: Imported, folder: Path, corpus: Corpus, *, replace_other: bool) -> Path | None:
    """Write the source file beside its place and then into it; None where the library has the very same text.

    Raises OfficialFileError where another text stands there and may not be replaced.
    """
    path = folder / f"{imported.id}.md"
    known = corpus.entries.get(imported.id)
    new = imported.document.version
    if known and not known.version.facts.catalogued:
        old = known.version
        if (old.body, old.preamble, old.annexes) == (new.body, new.preamble, new.annexes):
            return None
        if not replace_other:
            raise OfficialFileError(
                f"{path} 已有不同的文本；先用 verify {imported.id} --against 比较，确要替换的加 --replace"
            )
    elif not known and path.exists() and not replace_other:
        raise OfficialFileError(f"{path} 已存在；换一个 --slug，确要替换的加 --replace")
    text = write(new_document(str(path), new))
    again = read_text(text, str(path))
    if not again.document or again.document.version != new:
        raise OfficialFileError(f"{path} 写出后读回来与原文不同，没有写入；请报告这一问题")
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return path


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
