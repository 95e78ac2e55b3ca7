"""What is wrong with an input, as a value: where, what, and what to do about it.

Reading and checking never stop at the first fault; they return all of them, and only the command or the plugin
decides how to report them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Fault", "Level", "errors"]


class Level(StrEnum):
    """How much a fault weighs."""

    ERROR = "错误"
    """The library is wrong or incomplete: `check` exits 1 and nothing is built."""
    NOTICE = "提示"
    """Worth a look, and harmless: reported, and the build goes on."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault, for the person who must fix it.

    `path` is the file as the user named it, `line` is 1-based (0: the file as a whole), `message` says what is
    wrong and `hint` what to do; both are Chinese sentences without a final full stop.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        hint = f"。{self.hint}" if self.hint else ""
        return f"{place}: {self.level}：{self.message}{hint}"


def errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those of `faults` that forbid a build."""
    return tuple(fault for fault in faults if fault.level is Level.ERROR)
