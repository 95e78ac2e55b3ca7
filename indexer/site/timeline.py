"""When each instrument took effect and what came after what, as a picture (SVG) and as a table.

Places along the time axis are percentages, sizes of text are pixels: so the picture is as wide as the page and stays
readable on a phone. The years before 2015 are drawn closer together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from indexer.corpus import Corpus
from indexer.days import long_date
from indexer.model import Instrument, Kind

__all__ = ["Span", "Timeline", "TimelineRow", "timeline"]

_BEND = 2015
"""The year from which years are drawn at full width; earlier ones take a quarter of the picture."""
_EARLY = 25.0
_ROW, _HEAD, _TOP = 33, 34, 30


@dataclass(frozen=True, slots=True)
class Span:
    """One text of an instrument in time: from the day on which it took effect to the day before the next one's.

    `act` is what made it (通过, 修正, 修订); `end` is None for the text in force and for one still to come.
    """

    start: date
    end: date | None
    act: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An instrument with its texts in time, oldest first."""

    slug: str
    title: str
    kind: Kind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture, and the same as rows, by level and then in the order in which they first took effect."""

    svg: Markup
    rows: tuple[TimelineRow, ...]


def timeline(corpus: Corpus, day: date) -> Timeline:
    """Draw the instruments that the library has a text of; `day` is the day of the build, which is marked."""
    rows = [
        TimelineRow(slug, instrument.main.facts.short_title, instrument.main.facts.kind, spans)
        for slug, instrument in corpus.instruments.items()
        if not instrument.main.facts.catalogued and (spans := _spans(instrument))
    ]
    order = list(Kind)
    rows.sort(key=lambda row: (order.index(row.kind), row.spans[0].start, row.slug))
    return Timeline(_draw(rows, day), tuple(rows))


def _spans(instrument: Instrument) -> tuple[Span, ...]:
    """The days on which texts took effect: those in the history of the newest text, and those of the texts here."""
    starts: dict[date, str] = {}
    for version in instrument.versions:
        facts = version.facts
        for event in facts.history:
            if event.effective:
                starts.setdefault(event.effective, event.act)
        if facts.effective:
            starts.setdefault(facts.effective, "公布" if len(instrument.versions) == 1 else "修改")
    days = sorted(starts)
    repealed = instrument.main.facts.repealed
    return tuple(
        Span(start, days[place + 1] if place + 1 < len(days) else repealed, starts[start])
        for place, start in enumerate(days)
    )


def _draw(rows: list[TimelineRow], day: date) -> Markup:
    if not rows:
        return Markup("")
    first = min(row.spans[0].start for row in rows).year
    last = max(day.year, max(row.spans[-1].start for row in rows).year) + 1

    def at(when: date) -> float:
        """Place on the axis, in percent."""
        year = when.year + (when.timetuple().tm_yday - 1) / 366
        if year < _BEND:
            return (year - first) / (_BEND - first) * _EARLY
        return _EARLY + (year - _BEND) / (last - _BEND) * (100 - _EARLY)

    parts, y = [], float(_TOP)
    kind: Kind | None = None
    for row in rows:
        if row.kind is not kind:
            kind = row.kind
            parts.append(Markup('<text class="fk-time__kind" x="0" y="{:.0f}">{}</text>').format(y + 22, kind))
            y += _HEAD
        parts += _row(row, y, at, day)
        y += _ROW
    years = [first, 2000, 2010, *range(_BEND, last, 3)]
    axis = [
        Markup('<line class="fk-time__grid" x1="{0:.1f}%" x2="{0:.1f}%" y1="20" y2="{1:.0f}"></line>'
               '<text class="fk-time__year" x="{0:.1f}%" y="13">{2}</text>').format(at(date(year, 1, 1)), y, year)
        for year in years if first <= year < last
    ]  # fmt: skip
    now = Markup(
        '<line class="fk-time__now" x1="{0:.1f}%" x2="{0:.1f}%" y1="20" y2="{1:.0f}"><title>{2}</title></line>'
    ).format(at(day), y, f"构建日 {long_date(day)}")
    start = Markup(
        '<svg class="fk-time" width="100%" height="{:.0f}" role="img" aria-labelledby="fk-time-title">'
        '<title id="fk-time-title">各部法规施行的时间，同样的内容见下表</title>'
    ).format(y + 8)
    return Markup("").join([start, *axis, now, *parts, Markup("</svg>")])


def _row(row: TimelineRow, y: float, at: Callable[[date], float], day: date) -> Iterator[Markup]:
    anchor = "end" if at(row.spans[0].start) > 55 else "start"
    x = at(row.spans[-1].start) if anchor == "end" else at(row.spans[0].start)
    x = max(x, 30.0) if anchor == "end" else min(x, 55.0)
    yield Markup('<a href="{}/"><text x="{:.1f}%" y="{:.0f}" text-anchor="{}">{}</text>').format(
        row.slug, 100.0 if anchor == "end" else x, y + 12, anchor, row.title
    )
    for place, span in enumerate(row.spans):
        state = "pending" if span.start > day else "past" if span.end and span.end <= day else "current"
        end = at(span.end) if span.end else 100.0
        said = f"{long_date(span.start)}起施行（{span.act}）"
        yield Markup(
            '<rect class="fk-time__{}" x="{:.1f}%" y="{:.0f}" width="{:.1f}%" height="7" rx="1">'
            "<title>{}</title></rect>"
        ).format(state, at(span.start), y + 18, max(end - at(span.start) - 0.25, 0.4), said)
        if place:
            yield Markup('<circle class="fk-time__change" cx="{:.1f}%" cy="{:.1f}" r="3"></circle>').format(
                at(span.start), y + 21.5
            )
    yield Markup("</a>")
