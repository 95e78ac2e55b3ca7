"""The timeline: which texts held when, and that its picture says the same as its table."""

from datetime import date
from pathlib import Path

from indexer.corpus import load
from indexer.site.library_view import library_view
from indexer.site.timeline import timeline
from tests.conftest import ROOT
from tests.site.laws import law

DAY = date(2026, 6, 1)


def test_spans_come_from_the_history_and_from_the_texts(tmp_path: Path) -> None:
    events = (
        "{act: 通过, date: 2016-11-07, effective: 2017-06-01}",
        "{act: 修正, date: 2025-10-28, effective: 2026-01-01}",
    )
    history = "".join(["history:\n", *(f"- {event}\n" for event in events)])
    (tmp_path / "net.md").write_text(
        law("网法", version="2025-10-28", effective="2026-01-01", extra=history), encoding="utf-8"
    )
    (tmp_path / "net@2027-01-01.md").write_text(
        law("网法", version="2027-01-01", effective="2027-05-01"), encoding="utf-8"
    )
    corpus, faults = load(tmp_path)
    assert faults == ()
    drawn = timeline(corpus, DAY)
    (row,) = drawn.rows
    assert [(str(span.start), span.end and str(span.end), span.act) for span in row.spans] == [
        ("2017-06-01", "2026-01-01", "通过"),
        ("2026-01-01", "2027-05-01", "修正"),
        ("2027-05-01", None, "修改"),
    ]
    for state in ("past", "current", "pending"):
        assert drawn.svg.count(f'class="fk-time__{state}"') == 1


def test_every_text_of_the_library_is_in_the_picture_and_links_to_its_page() -> None:
    corpus, _ = load(ROOT / "docs")
    drawn = timeline(corpus, DAY)
    with_text = {line.slug for line in library_view(corpus, DAY).lines if line.has_text}
    assert {row.slug for row in drawn.rows} == with_text
    assert all(f'href="{row.slug}/"' in drawn.svg for row in drawn.rows)
    starts = {row.slug: [str(span.start) for span in row.spans] for row in drawn.rows}
    assert starts["csl"] == ["2017-06-01", "2026-01-01"]
    assert starts["trademark"][-1] == "2027-01-01"


def test_the_list_counts_texts_entries_and_missing_articles() -> None:
    corpus, _ = load(ROOT / "docs")
    view = library_view(corpus, DAY)
    assert view.laws + view.catalogued == len(corpus.instruments)
    assert view.missing == sum(len(entry.version.facts.missing) for entry in corpus.entries.values())
    csl = next(line for line in view.lines if line.slug == "csl")
    assert [other.label for other in csl.others] == ["2016年11月7日文本"]
    assert "网安法" in csl.words


def test_an_empty_library_has_an_empty_picture() -> None:
    assert timeline(load(ROOT / "tests" / "data")[0], DAY).svg == ""
