"""What an import says of itself: every repair, every doubt, everything left out."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = ["ImportReport", "Note", "NoteKind"]


class NoteKind(StrEnum):
    """How a note is to be taken."""

    REPAIR = "修复"
    """A known fault of the data, put right with certainty."""
    DOUBT = "存疑"
    """Something a person should look at."""
    SKIPPED = "略过"
    """Something that was not imported."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a law; `place` is an article's label or empty, `message` a Chinese sentence without full stop."""

    kind: NoteKind
    law: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.law}{self.place}：{self.message}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The files written, in order, and all notes."""

    written: tuple[Path, ...]
    notes: tuple[Note, ...]
