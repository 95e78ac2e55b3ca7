"""When a text took effect and when a law was repealed, where the data itself says so.

The column effective_date holds the day on which the original law took effect for most amended laws. The decision that
amended the law is often in the data too, with the day on which the amended text took effect; the last article of a new
law names the laws it repeals.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from indexer.importers.law_rows import LawRow

__all__ = ["KnownDates", "amended_law", "known_dates", "stated_effective"]

_DECISION = re.compile(r".*关于修改《(.+)》的决定")
_AMENDMENT = re.compile(r"(中华人民共和国(?:宪法|刑法))修正案.*")
_SPACE = r"[ \u2009\u3000]*"
_STATED = re.compile(
    rf"本(?:法|条例|规定|办法|决定|修正案)自{_SPACE}(\d{{4}})年{_SPACE}(\d{{1,2}})月{_SPACE}(\d{{1,2}})日{_SPACE}起施行"
)
_REPEALING = re.compile(r"((?:、|和|以及)?\s*《[^》]+》\s*)+同时废止")
_TITLE = re.compile("《([^》]+)》")


@dataclass(slots=True)
class KnownDates:
    """What the laws of the data say of each other; titles as in the data.

    `decided` maps a law and the date of a text to the day on which the decision of that date made it effective,
    `amended` a law to the dates of all its amendments, `repealed` a law to the day on which another one repealed it.
    """

    decided: dict[tuple[str, date], date] = field(default_factory=dict)
    amended: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    repealed: dict[str, date] = field(default_factory=dict)

    def later_amendments(self, law: LawRow) -> tuple[date, ...]:
        """Dates of amendments that came after this text of the law, oldest first."""
        return tuple(sorted(day for day in self.amended.get(law.title, ()) if law.version and day > law.version))


def amended_law(title: str) -> str | None:
    """The title of the law that a decision or amendment of this title amends."""
    match = _DECISION.fullmatch(title) or _AMENDMENT.fullmatch(title)
    return match[1] if match else None


def known_dates(laws: Iterable[LawRow]) -> KnownDates:
    """Gather what `laws` say of the dates of other laws."""
    known = KnownDates()
    for law in laws:
        if (amended := amended_law(law.title)) and law.version:
            known.amended[amended].append(law.version)
            if law.effective:
                known.decided[amended, law.version] = law.effective
        if (day := stated_effective(law)) and (match := _REPEALING.search(law.articles[-1].text)):
            known.repealed |= dict.fromkeys(_TITLE.findall(match[0]), day)
    return known


def stated_effective(law: LawRow) -> date | None:
    """The day from which the last article says that the law is in force: 本法自2021年1月1日起施行."""
    if not law.articles or not (match := _STATED.search(law.articles[-1].text)):
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
