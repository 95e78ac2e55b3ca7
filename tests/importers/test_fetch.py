"""Official pages, served on the loopback as the issuers lay them out: compared first, written only when wanted."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.corpus import load
from indexer.importers.official.download import Downloader, DownloadError, is_home_page
from indexer.verify import Manifest, read_manifest, write_manifest
from tests.conftest import ROOT
from tests.importers.official_files import as_cac_page, as_docx
from tests.importers.test_official_files import MEASURES_ORDER, NOTE, text_of

Answer = Callable[[BaseHTTPRequestHandler, int], None]
"""Answers a request; its number counts those for the same path from 1."""


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, Answer], list[tuple[str, str]]]]:
    """Address of a server, what it answers by path, and what was asked of it: (path, user agent)."""
    answers: dict[str, Answer] = {}
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["User-Agent"]))
            answers[self.path](self, sum(path == self.path for path, _ in asked))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers, asked
    server.shutdown()
    server.server_close()


def page(data: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler, _: int) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def library(folder: Path, address: str, *slugs: str) -> Path:
    """A library of some real texts whose official pages are on the server."""
    laws = folder / "docs" / "laws"
    laws.mkdir(parents=True)
    for slug in slugs:
        lines = (ROOT / "docs" / "laws" / f"{slug}.md").read_text(encoding="utf-8").split("\n")
        text = "\n".join(f"source: {address}/{slug}" if line.startswith("source:") else line for line in lines)
        (laws / f"{slug}.md").write_text(text, encoding="utf-8")
    manifest = read_manifest(ROOT / "docs" / "laws")
    kept = {slug: manifest.reference[slug] for slug in slugs if slug in manifest.reference}
    write_manifest(laws, Manifest(reference=kept))
    return folder / "docs"


def run(docs: Path, *arguments: str) -> tuple[int, str]:
    options = ["--docs", str(docs), "--pause", "0", "--timeout", "2", "--retries", "2"]
    done = CliRunner().invoke(main, ["fetch", *options, *arguments])
    return done.exit_code, done.output


SOUND = as_cac_page(text_of("genai-measures"), MEASURES_ORDER)
CHANGED = SOUND.replace("应当依法开展预训练".encode(), "应依法开展预训练".encode())


def test_a_page_that_agrees(tmp_path: Path, site: tuple[str, dict[str, Answer], list[tuple[str, str]]]) -> None:
    address, answers, asked = site
    answers["/genai-measures"] = page(SOUND)
    assert run(library(tmp_path, address, "genai-measures"), "genai-measures")[0] == 0
    assert [(path, agent.partition("/")[0]) for path, agent in asked] == [("/genai-measures", "fagui-ku")]


def test_a_page_that_differs_is_shown_and_written_only_when_wanted(
    tmp_path: Path, site: tuple[str, dict[str, Answer], list[tuple[str, str]]]
) -> None:
    address, answers, _ = site
    answers["/genai-measures"] = page(CHANGED)
    docs = library(tmp_path, address, "genai-measures")
    path = docs / "laws" / "genai-measures.md"
    before = path.read_bytes()
    code, output = run(docs, "genai-measures", "--check")
    assert code == 1
    assert "第七条：" in output
    assert "【当→无】" in output
    assert path.read_bytes() == before
    assert run(docs, "genai-measures")[0] == 0, "without a terminal nobody can be asked"
    assert path.read_bytes() == before
    code, output = run(docs, "genai-measures", "--yes")
    assert code == 0
    assert "应依法开展预训练" in path.read_text(encoding="utf-8")
    assert "AIGC办法" in path.read_text(encoding="utf-8"), "what the library knows stays"


def test_a_page_of_another_law_is_not_taken(
    tmp_path: Path, site: tuple[str, dict[str, Answer], list[tuple[str, str]]]
) -> None:
    address, answers, _ = site
    answers["/genai-measures"] = page(as_docx(text_of("pipl"), NOTE))
    docs = library(tmp_path, address, "genai-measures")
    before = (docs / "laws" / "genai-measures.md").read_bytes()
    code, output = run(docs, "genai-measures", "--yes")
    assert code == 1
    assert "不是《生成式人工智能服务管理暂行办法》" in output
    assert (docs / "laws" / "genai-measures.md").read_bytes() == before


def test_a_word_file_behind_an_address_and_a_catalogue_entry(
    tmp_path: Path, site: tuple[str, dict[str, Answer], list[tuple[str, str]]]
) -> None:
    address, answers, _ = site
    answers["/pipl"] = page(as_docx(text_of("pipl"), NOTE))
    text = "国家网络安全事件报告管理办法\n第一条 为了试验，制定本办法。\n第二条 本办法自2025年11月1日起施行。\n"
    answers["/incident-reporting"] = page(text.encode())
    docs = library(tmp_path, address, "pipl", "incident-reporting")
    code, output = run(docs, "--all", "--yes")
    assert code == 0
    assert "pipl：一致" in output
    assert "incident-reporting：新的文本" in output
    corpus, faults = load(docs)
    assert faults == ()
    assert len(list(corpus.entries["incident-reporting"].version.articles())) == 2


def test_a_server_that_is_busy_is_asked_again(
    tmp_path: Path, site: tuple[str, dict[str, Answer], list[tuple[str, str]]]
) -> None:
    address, answers, asked = site

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        page(SOUND if number > 1 else b"busy", 200 if number > 1 else 503, Retry_After="0")(request, number)

    answers["/genai-measures"] = answer
    code, output = run(library(tmp_path, address, "genai-measures"), "genai-measures")
    assert code == 0
    assert "一致" in output
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(page(b"gone", 404), "返回 404（页面不存在", id="404"),
        pytest.param(page(b"no", 403), "返回 403（网站拒绝访问", id="403"),
        pytest.param(page(b"down", 500), "返回 500（网站暂时不能提供", id="500"),
        pytest.param(page(b"", 302, Location="/genai-measures"), "一再跳转", id="a loop of redirects"),
        pytest.param(page("<html><p>请启用脚本</p></html>".encode()), "没有“第一条”", id="no text"),
        pytest.param(page(b"%PDF-1.5"), "是 PDF", id="a PDF"),
    ],
)
def test_pages_that_fail(
    tmp_path: Path,
    site: tuple[str, dict[str, Answer], list[tuple[str, str]]],
    answer: Answer,
    message: str,
) -> None:
    address, answers, _ = site
    answers["/genai-measures"] = answer
    docs = library(tmp_path, address, "genai-measures")
    before = (docs / "laws" / "genai-measures.md").read_bytes()
    code, output = run(docs, "genai-measures", "--yes")
    assert code == 1
    assert message in output
    assert (docs / "laws" / "genai-measures.md").read_bytes() == before


def test_a_page_without_end_is_cut_off(
    site: tuple[str, dict[str, Answer], list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, answers, _ = site
    monkeypatch.setattr("indexer.importers.official.download.LARGEST_FILE", 100_000)
    answers["/x"] = page(b"x" * 300_000)
    with pytest.raises(DownloadError, match="不像一部法规"):
        Downloader(pause=0).get(f"{address}/x")


def test_offline_and_silent_servers_are_told_plainly(
    site: tuple[str, dict[str, Answer], list[tuple[str, str]]],
) -> None:
    address, answers, _ = site
    stop = threading.Event()

    def silent(request: BaseHTTPRequestHandler, _: int) -> None:
        stop.wait(5)
        request.close_connection = True

    answers["/slow"] = silent
    with pytest.raises(DownloadError, match=r"没有回应|连不上"):
        Downloader(pause=0, timeout=0.2, retries=0).get(f"{address}/slow")
    stop.set()
    with pytest.raises(DownloadError, match=r"连不上 127\.0\.0\.1：检查网络"):
        Downloader(pause=0, retries=0).get("http://127.0.0.1:9/")
    with pytest.raises(DownloadError, match="不是网址"):
        Downloader(pause=0).get("file:///etc/passwd")


def test_a_site_is_no_page() -> None:
    assert is_home_page("https://flk.npc.gov.cn/")
    assert not is_home_page("https://www.cac.gov.cn/2023-07/13/c_1690898327029107.htm")
    assert not is_home_page("https://xzfg.moj.gov.cn/?LawID=1756")


def test_texts_without_a_page_of_their_own_are_no_fault(tmp_path: Path) -> None:
    docs = library(tmp_path, "http://127.0.0.1:9", "dsl")
    path = docs / "laws" / "dsl.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("http://127.0.0.1:9/dsl", "https://flk.npc.gov.cn/"), encoding="utf-8"
    )
    code, output = run(docs, "--all", "--check")
    assert code == 0
    assert "没有具体网页" in output
