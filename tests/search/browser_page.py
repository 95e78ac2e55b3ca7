"""A page in a real browser that searches: the static index and the modules on a sub-path, nothing else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from indexer.search import Engine, Known, Results, export_index
from indexer.site.browser_files import browser_files

__all__ = ["SearchPage", "as_browser", "write_modules", "write_page"]

START = """
window.begin = async () => {
  const { createSearch } = await import("./modules/index.js");
  window.engine = createSearch(new URL("search/", document.location.href).href);
};
window.ask = async (query, limit, filter) => {
  try {
    return await window.engine.search(query, limit, filter);
  } catch (error) {
    return { error: error.message };
  }
};
"""


def write_page(engine: Engine, folder: Path) -> None:
    """A site below `folder`/some/path that holds nothing but a search."""
    site = folder / "some" / "path"
    site.mkdir(parents=True)
    (site / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script>{START}</script>", encoding="utf-8"
    )
    (site / "modules").mkdir()
    write_modules(site, export_index(engine, site / "search"))


def write_modules(site: Path, known: Known | None) -> None:
    """The search's scripts of the site in the folder `site`, with what is `known` to them of its index."""
    for path, content in browser_files(known).contents.items():
        if path.startswith("search/"):
            (site / "modules" / path.removeprefix("search/")).write_bytes(content)


@dataclass
class SearchPage:
    """The page, opened; `requests` are the files it has fetched since, by name."""

    page: Page
    requests: list[str]

    @classmethod
    def open(cls, page: Page, address: str, before: str = "") -> "SearchPage":
        """Open it at `address` (the server's root); `before` is a script that runs first."""
        if before:
            page.add_init_script(before)
        page.goto(f"{address}some/path/")
        page.evaluate("begin()")
        requests: list[str] = []
        page.context.on("request", lambda request: requests.append(request.url.rpartition("/")[2]))
        return cls(page, requests)

    def search(self, query: str, limit: int = 10, **chosen: str) -> dict[str, Any]:
        """What the browser answers; {"error": message} where it fails."""
        return dict(self.page.evaluate("([query, limit, filter]) => ask(query, limit, filter)", [query, limit, chosen]))

    def search_all(self, queries: list[str]) -> list[dict[str, Any]]:
        """One after the other, in one go."""
        script = (
            "async (queries) => { const all = []; for (const q of queries) all.push(await ask(q, 10)); return all; }"
        )
        return list(self.page.evaluate(script, queries))


def as_browser(results: Results) -> dict[str, Any]:
    """Python's results as the browser gives them, scores to six digits."""
    return {
        "results": [
            {
                "id": result.id,
                "unitId": result.unit_id,
                "law": result.law,
                "slug": result.slug,
                "label": result.label,
                "place": result.place,
                "path": list(result.path),
                "score": round(result.score, 6),
                "kind": result.kind,
                "standing": result.standing,
                "exact": result.exact,
                "snippet": [list(fragment) for fragment in result.snippet],
                "url": result.url,
                "also": [list(each) for each in result.also],
                "why": [list(reason) for reason in result.why],
                "related": [],
            }
            for result in results.results
        ],
        "exact": results.exact,
        "widened": results.widened,
        "message": results.message,
        "facets": {facet: [list(each) for each in values] for facet, values in results.facets.items()},
        "pages": [list(each) for each in results.pages],
        "partial": False,
    }
