"""The standing of a text, on the day of the build and, in the browser, on the reader's day."""

from dataclasses import dataclass
from datetime import date

from indexer.model import Instrument, Kind, Status, Version

__all__ = ["Standing", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Status on the day of the build, and the dates from which the browser derives it on the reader's day."""

    status: Status
    effective: date | None
    superseded: date | None
    repealed: date | None
    draft: bool = False


def standing(instrument: Instrument, version: Version, day: date) -> Standing:
    facts = version.facts
    return Standing(
        instrument.status(version, day),
        facts.effective,
        instrument.superseded(version),
        facts.repealed,
        facts.kind is Kind.DRAFT,
    )
