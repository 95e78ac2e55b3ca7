"""Bytes and times in a real Chromium: this search and Pagefind over the same pages, in the same run, in turns.

    pip install 'pagefind[extended]'        # or [bin], see below; needed for this benchmark only
    python -m tests.bench.browser [--docs docs] [--queries FILE.jsonl…] [--count 40] [--delay MS]

The real site is built with MkDocs in a temporary folder and served without compression by a small server that counts
the bytes of every body, and takes little time of the cores that it shares with the browser; with --delay, every file
comes so much later, as over a network. Queries are spread over the judged ones (see `tests/bench/judged.py`). Measured
is

* cold: a new browser context on an empty page of the site, from the import of the program until the first result of
  the query can be shown (of Pagefind's: the data of its first page), and until all ten can; its bytes (program:
  scripts, packed or not, and WebAssembly; most hosts compress scripts);
* later: the other queries one after the other on one page; bytes and time of each;
* again: the same queries once more on the same page, when all that they need has been fetched.

Times are taken inside the page, which fetches its queries from the server and tells it the answers: a driver that
watches the network takes time for every file, which no reader's browser does. Nothing is drawn: the boxes and lists of
both are left out, as are their bytes.

So that the comparison is fair, Pagefind indexes the law pages only, and of these the text of the law, as we do; of its
results the data of the first ten are loaded, which a page of results needs. Its unit is the page: for the quality of
its answers we take what its own interface shows, below each page the three headings (articles) with the most hits.
Pagefind cuts Chinese into words only as `pagefind[extended]`; where both are installed, that one is used.
"""

import argparse
import functools
import gzip
import importlib.util
import json
import mimetypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, sync_playwright

from indexer.corpus import laws_folder, load, source_files
from indexer.search.records import records
from tests.bench.judged import JUDGED, Article, Judged, article, read_judged, score
from tests.chromium import ARGUMENTS, MISSING, find_chromium

ROOT = Path(__file__).resolve().parents[2]
PAGE = "benchmark.html"
BESIDE_THE_TEXT = ".fk-facts, .fk-place, .fk-more"
"""Facts about a law and who cites what: parts of a law page that are not the law's text."""
PATHS = {"this search": ("/assets/", "/search/"), "Pagefind": ("/pagefind/",)}
"""The engines, and where their files are."""
PAGEFIND = ("--glob", "laws/*/**/*.html", "--root-selector", "article", "--exclude-selectors", BESIDE_THE_TEXT)
SCRIPT = """
const engines = {
  "this search": async () => {
    const { createSearch } = await import("/MODULES/index.js");
    const search = createSearch(new URL("/search/", document.location.href).href);
    return async (query, first) => (await search.search(query, 10, {}, first)).results.map((result) => [result.url]);
  },
  "Pagefind": async () => {
    const pagefind = await import("/pagefind/pagefind.js");
    return async (query, first) => {
      const { results } = await pagefind.search(query);
      const coming = results.slice(0, 10).map((result) => result.data());
      coming[0]?.then(first);
      const pages = await Promise.all(coming);
      const hits = (part) => -part.locations.length;
      return pages.map((page) =>
        page.sub_results.sort((a, b) => hits(a) - hits(b)).slice(0, 3).map((part) => part.url));
    };
  },
};
let search = null;
async function ask(name, query) {
  const started = performance.now();
  search ??= await engines[name]();
  let first = null;
  const found = await search(query, () => (first ??= performance.now() - started));
  const time = performance.now() - started;
  return { first: first ?? time, time, found: found.flat() };
}
addEventListener("load", async () => {
  for (let answer = null; ; ) {
    const body = JSON.stringify(answer);
    const { engine, query } = await (await fetch(document.location.href, { method: "POST", body })).json();
    answer = await ask(engine, query).catch((error) => ({ error: String(error) }));
  }
});
"""
SETTLED = 1.2
"""Seconds from when a page has loaded until it is asked the first query: so long is a browser busy with itself, with
the page before, and with the process that it keeps ready for the next. Questions asked meanwhile take a third longer,
of both engines."""


def build_site(docs: Path, work: Path) -> Path:
    """The site of the laws in `docs`, with Pagefind's files and the page that this benchmark runs on."""
    shutil.copytree(ROOT / "docs", work / "docs", ignore=shutil.ignore_patterns("laws"))
    shutil.copytree(laws_folder(docs), work / "docs" / "laws")
    if not (work / "docs" / "laws" / "index.md").exists():
        shutil.copy(ROOT / "docs" / "laws" / "index.md", work / "docs" / "laws")
    shutil.copy(ROOT / "mkdocs.yml", work)
    site = work / "site"
    run([sys.executable, "-m", "mkdocs", "build", "--quiet"], work)
    run([sys.executable, "-m", "pagefind", "--site", str(site), *PAGEFIND], work)
    modules = next(site.glob("assets/indexer-*/search")).relative_to(site)
    script = SCRIPT.replace("MODULES", str(modules))
    page = f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script>{script}</script>"
    (site / PAGE).write_text(page, encoding="utf-8")
    return site


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command with the code of this checkout; what it says is printed only where it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")


@dataclass
class Traffic:
    """The bodies sent, by path."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)

    def take(self, engine: str) -> "Bytes":
        """What an engine has been sent since the last time."""
        own = [(path, body) for path, body in self.sent if path.startswith(PATHS[engine])]
        self.sent.clear()
        scripts = [body for path, body in own if path.endswith(".js")]
        plain = sum(map(len, scripts))
        program = plain + sum(len(body) for path, body in own if "/wasm." in path or path.endswith(".pack"))
        everything = sum(len(body) for _, body in own)
        packed = sum(len(gzip.compress(body)) for body in scripts)
        return Bytes(program, everything - program, everything, everything - plain + packed, len(own))


class Bytes(NamedTuple):
    """What was sent; `packed` is everything if the host compressed the scripts, `files` how many files it was."""

    program: int
    data: int
    everything: int
    packed: int
    files: int


@dataclass
class Conversation:
    """With one page: what it is asked (engine and query), and what it answered."""

    questions: SimpleQueue[dict[str, str]] = field(default_factory=SimpleQueue)
    answers: SimpleQueue[Any] = field(default_factory=SimpleQueue)


@dataclass
class Desk:
    """What the server shares with this program: what was sent, and the conversations by address of their page."""

    traffic: Traffic = field(default_factory=Traffic)
    pages: dict[str, Conversation] = field(default_factory=dict)


class _Handler(StreamRequestHandler):
    """Answers the requests of one connection, in as few steps as it can: this server shares the cores of the browser,
    which no reader's host does, and whatever it takes would be counted against the engine that asks for more files."""

    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def __init__(self, *args: Any, desk: "Desk", delay: float, folder: Path) -> None:
        self.desk = desk
        self.delay = delay
        self.folder = folder
        super().__init__(*args)

    def handle(self) -> None:
        while request := self.rfile.readline().decode().split():
            method, address, _ = request
            size = 0
            while (header := self.rfile.readline().lower()) not in (b"\r\n", b""):
                if header.startswith(b"content-length:"):
                    size = int(header.partition(b":")[2])
            if method == "POST":
                self.send("200 OK", "application/json", self.asked(address, self.rfile.read(size)))
            elif found := _content(self.folder, address.partition("?")[0]):
                time.sleep(self.delay)
                self.desk.traffic.sent.append((address, found[1]))
                self.send("200 OK", *found)
            else:
                self.send("404 Not Found", "text/plain", b"")

    def asked(self, address: str, answer: bytes) -> bytes:
        """What a page says: the answer to the query before (null: it has loaded); it is told the next one."""
        page = self.desk.pages[address]
        page.answers.put(json.loads(answer))
        return json.dumps(page.questions.get()).encode()

    def send(self, status: str, kind: str, body: bytes) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)
        self.wfile.flush()


@functools.cache
def _content(folder: Path, address: str) -> tuple[str, bytes] | None:
    """Type and content of a file of the site."""
    path = folder / address.lstrip("/")
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    return (kind, path.read_bytes()) if path.is_file() else None


class _Server(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def served(site: Path, desk: Desk, delay: float) -> Iterator[str]:
    """Serve `site` on the loopback, each file after `delay` seconds; gives its address with a final slash."""
    handler = functools.partial(_Handler, desk=desk, delay=delay, folder=site)
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Measured:
    """What was measured of one engine; bytes, milliseconds, and the addresses found by query."""

    cold_bytes: list[Bytes] = field(default_factory=list)
    cold_first: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    later_bytes: list[Bytes] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenPage:
    """The page of this benchmark in a browser context of its own, which no driver is attached to."""

    browser: CDPSession
    context: str
    conversation: Conversation

    @classmethod
    def open(cls, browser: CDPSession, address: str, desk: Desk) -> "OpenPage":
        path = f"/{PAGE}?{len(desk.pages)}"
        conversation = desk.pages[path] = Conversation()
        context = browser.send("Target.createBrowserContext")["browserContextId"]
        browser.send("Target.createTarget", {"url": address + path[1:], "browserContextId": context})
        conversation.answers.get(timeout=60)
        time.sleep(SETTLED)
        desk.traffic.sent.clear()
        return cls(browser, context, conversation)

    def ask(self, engine: str, query: str) -> Any:
        """What the page answers. Raises RuntimeError where it failed."""
        self.conversation.questions.put({"engine": engine, "query": query})
        answer = self.conversation.answers.get(timeout=60)
        if "error" in answer:
            raise RuntimeError(f"{engine}: {query}: {answer['error']}")
        return answer

    def close(self) -> None:
        self.browser.send("Target.disposeBrowserContext", {"browserContextId": self.context})


def measure(browser: CDPSession, address: str, desk: Desk, queries: Sequence[Judged]) -> Mapping[str, Measured]:
    """Ask every query of every engine: cold, later and again, in turns."""
    measured = {name: Measured() for name in PATHS}
    traffic = desk.traffic

    def opened() -> OpenPage:
        return OpenPage.open(browser, address, desk)

    def ask(page: OpenPage, engine: str, query: Judged) -> tuple[float, float]:
        answer = page.ask(engine, query.query)
        measured[engine].found[query.qid] = answer["found"]
        return float(answer["first"]), float(answer["time"])

    def in_turns() -> Iterator[tuple[Judged, str]]:
        for number, query in enumerate(queries):
            for name in list(PATHS)[:: 1 if number % 2 else -1]:
                yield query, name

    for query, name in in_turns():
        page = opened()
        first, every = ask(page, name, query)
        measured[name].cold_first.append(first)
        measured[name].cold.append(every)
        measured[name].cold_bytes.append(traffic.take(name))
        page.close()
    pages = {name: opened() for name in PATHS}
    for query, name in in_turns():
        _, taken = ask(pages[name], name, query)
        if query is queries[0]:  # this one was cold
            traffic.sent.clear()
            continue
        measured[name].later.append(taken)
        measured[name].later_bytes.append(traffic.take(name))
    for query, name in in_turns():
        measured[name].again.append(ask(pages[name], name, query)[1])
    return measured


def articles_by_address(docs: Path) -> dict[str, Article]:
    """The article that an address within the site leads to: laws/pipl/#art-13."""
    return {
        f"{law.law.url}#{record.anchor}": article(law.law.title, record.label)
        for law in records(load(docs)[0])
        for record in law.records
    }


def articles(found: Sequence[str], known: Mapping[str, Article]) -> list[Article]:
    """The articles that addresses lead to; addresses of anything else are passed over."""
    places = (each.removeprefix("/").removesuffix("-label").partition("#") for each in found)
    # laws/pipl/#art-13-p1-i3 is in laws/pipl/#art-13.
    return [known[key] for page, _, unit in places if (key := f"{page}#{unit.partition('-p')[0]}") in known]


def percentile_95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def kilobytes(values: Iterable[int]) -> list[float]:
    return [value / 1000 for value in values]


def report(measured: Mapping[str, Measured]) -> None:
    """Print medians and 95th percentiles of both, and the ratio of this search to Pagefind."""
    rows: dict[str, Callable[[Measured], Sequence[float]]] = {
        "cold: program, KB": lambda each: kilobytes(one.program for one in each.cold_bytes),
        "cold: index and texts, KB": lambda each: kilobytes(one.data for one in each.cold_bytes),
        "cold: everything, KB": lambda each: kilobytes(one.everything for one in each.cold_bytes),
        "same, scripts gzipped, KB": lambda each: kilobytes(one.packed for one in each.cold_bytes),
        "cold: files": lambda each: [one.files for one in each.cold_bytes],
        "cold: first result, ms": lambda each: each.cold_first,
        "cold: ten results, ms": lambda each: each.cold,
        "later query, KB": lambda each: kilobytes(one.everything for one in each.later_bytes),
        "later query, files": lambda each: [one.files for one in each.later_bytes],
        "later query, ms": lambda each: each.later,
        "again, ms": lambda each: each.again,
    }
    print(f"{'':26}" + "".join(f" {name:>19}" for name in measured) + f" {'ratio':>13}")
    print(f"{'':26}" + f" {'median':>9} {'95th':>9}" * len(measured) + f" {'median':>6} {'95th':>6}")
    for title, values in rows.items():
        pairs = [(statistics.median(each), percentile_95(each)) for each in map(values, measured.values())]
        ratios = [own / other if other else float("nan") for own, other in zip(*pairs, strict=True)]
        line = "".join(f" {median:9.1f} {high:9.1f}" for median, high in pairs)
        print(f"{title:26}{line} {ratios[0]:6.2f} {ratios[1]:6.2f}")


def report_quality(measured: Mapping[str, Measured], queries: Sequence[Judged], known: Mapping[str, Article]) -> None:
    """Print what the answers of both were worth."""
    print(f"\n{'':26} {'nDCG@10':>8} {'MRR@10':>7} {'R@10':>6} {'first':>6} {'empty':>6}")
    for name, each in measured.items():
        scores = [score(articles(each.found[query.qid], known), query.grades) for query in queries]
        means = (
            statistics.mean(getattr(one, column) for one in scores)
            for column in ("ndcg", "mrr", "recall", "first", "empty")
        )
        print(f"{name:26} {next(means):8.3f} {next(means):7.3f}" + "".join(f" {mean:6.3f}" for mean in means))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--queries", nargs="+", type=Path, default=list(JUDGED))
    parser.add_argument("--count", type=int, default=40, help="how many of the queries to ask (default: 40)")
    parser.add_argument("--delay", type=int, default=0, metavar="MS", help="milliseconds that every file takes longer")
    given = parser.parse_args()
    if not importlib.util.find_spec("pagefind"):
        sys.exit("Pagefind is not installed: pip install 'pagefind[extended]'")
    chromium = find_chromium()
    if not chromium:
        sys.exit(MISSING)
    every = [query for path in given.queries for query in read_judged(path) if query.grades]
    queries = every[:: max(1, len(every) // given.count)][: given.count]
    desk = Desk()
    with tempfile.TemporaryDirectory(prefix="browser-") as folder:
        site = build_site(given.docs, Path(folder))
        with served(site, desk, given.delay / 1000) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            measured = measure(browser.new_browser_cdp_session(), address, desk, queries)
            browser.close()
    known = articles_by_address(given.docs)
    extended = importlib.util.find_spec("pagefind_bin_extended")
    pages = len(source_files(laws_folder(given.docs)))
    print(f"{len(known)} articles, {pages} pages, {len(queries)} queries, every file {given.delay} ms later")
    print(f"Pagefind {'cuts Chinese into words (extended)' if extended else 'does not cut Chinese into words'}\n")
    report(measured)
    report_quality(measured, queries, known)


if __name__ == "__main__":
    main()
