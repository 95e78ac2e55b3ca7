"""What is known of the laws of the library beyond the imported data: slug, names people type, and certain facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from indexer.model import COUNTRY, Event

__all__ = ["KnownLaw", "known_law"]


@dataclass(frozen=True, slots=True)
class KnownLaw:
    """An entry of known_laws.yml. `texts` maps the date of a text to the facts that are certain of it."""

    slug: str
    aliases: tuple[str, ...] = ()
    shared_aliases: tuple[str, ...] = ()
    texts: Mapping[date, Mapping[str, Any]] = field(default_factory=dict)

    def facts(self, version: date) -> dict[str, Any]:
        """Keyword arguments for Facts: what is certain of the text of that date."""
        known = dict(self.texts.get(version, {}))
        if "history" in known:
            known["history"] = tuple(
                Event(event["act"], event["date"], event.get("effective")) for event in known["history"]
            )
        if "uncertain" in known:
            known["uncertain"] = tuple(known["uncertain"])
        return known


@cache
def _table() -> dict[str, KnownLaw]:
    text = (files("indexer.importers") / "known_laws.yml").read_text(encoding="utf-8")
    return {
        f"{title}": KnownLaw(
            entry["slug"],
            tuple(entry.get("aliases", ())),
            tuple(entry.get("shared_aliases", ())),
            entry.get("texts", {}),
        )
        for title, entry in yaml.safe_load(text).items()
    }


def known_law(title: str) -> KnownLaw | None:
    """The entry for a full title, if the library knows the law."""
    return _table().get(title.removeprefix(COUNTRY))
