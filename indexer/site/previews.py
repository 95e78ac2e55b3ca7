"""What the previews of a page show of other texts, as data inside the page: only what the page itself cites."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from indexer.corpus import Corpus, Entry
from indexer.ids import ProvisionId
from indexer.model import Division, titled
from indexer.site.marked_text import href, label
from indexer.site.references import References
from indexer.site.standings import standing

__all__ = ["preview_data"]


def preview_data(page: Entry, ids: Iterable[str], corpus: Corpus, known: References, day: date) -> Markup:
    """JSON for a script element: by id, the title, the address, the dates of the status, and the lines of the text.

    What stands on the page itself needs no data: its script takes it from there.
    """
    found = {id: _one(id, page, corpus, known, day) for id in sorted(set(ids)) if id.partition("/")[0] != page.id}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "").replace("\u2029", ""))


def _one(id: str, page: Entry, corpus: Corpus, known: References, day: date) -> dict[str, Any]:
    text, _, place = id.partition("/")
    entry = corpus.entries[text]
    facts = entry.version.facts
    found: dict[str, Any] = {
        "title": f"{titled(facts.title)}{label(id)}",
        "href": href(id, page),
        "lines": _lines(entry, place),
    }
    now = standing(entry.instrument, entry.version, day)
    dates = {"effective": now.effective, "superseded": now.superseded, "repealed": now.repealed}
    found["dates"] = {name: value.isoformat() for name, value in dates.items() if value}
    if now.draft:
        found["dates"]["draft"] = ""
    if not entry.is_main:
        found["note"] = f"{facts.version.year}年文本"
        article = id.split("-p")[0]
        if later := known.relations.renumbered.get(article):
            found["now"] = {"title": f"现为{label(later)}", "href": href(later, page)}
    return found


def _lines(entry: Entry, place: str) -> list[str]:
    version, facts = entry.version, entry.version.facts
    if not place:
        kind = f"{facts.kind}　{'、'.join(facts.issuers)}"
        dates = [
            f"公布：{facts.promulgated}" if facts.promulgated else "",
            f"施行：{facts.effective}" if facts.effective else "",
        ]
        return [kind, "　".join(filter(None, [facts.number or "", *dates]))]
    if not place.startswith("art-"):
        division = next(node for _, node in version.walk() if isinstance(node, Division) and node.id == place)
        articles = [
            node.label for above, node in version.walk() if not isinstance(node, Division) and division in above
        ]
        return [division.heading, f"{articles[0]}至{articles[-1]}" if len(articles) > 1 else "".join(articles)]
    wanted = ProvisionId.parse(place)
    article = version.article(wanted.article)
    if not article:
        return []
    return [
        line
        for unit in article.units()
        if (wanted.paragraph is None or unit.id.paragraph == wanted.paragraph)
        and (wanted.item is None or unit.id.item == wanted.item)
        for line in unit.text.split("\n")
    ]
