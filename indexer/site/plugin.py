"""The MkDocs plugin: turns MkDocs' events into calls and holds no rules of law.

The whole library is read, checked and indexed in `on_pre_build`, before MkDocs touches a file; the site is written to
a staging folder and put in place at the very end. So a fault anywhere leaves the last good site and index as they
were. (MkDocs 1.6.1 empties the site folder right after `on_pre_build` and acts on strict mode only after everything
is written.)
"""

import logging
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout
from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler

from indexer.corpus import Cache, Corpus, Entry, NoLibraryError, laws_folder, load
from indexer.days import today
from indexer.faults import Level, errors
from indexer.search import IndexFolderError, read_everyday
from indexer.site.browser_files import browser_files, folder_name
from indexer.site.citation_map import citation_map
from indexer.site.law_page import Context, TocEntry, address, law_page
from indexer.site.library_view import LibraryView, library_view
from indexer.site.offline_files import WORKER, offline_worker
from indexer.site.references import References, references
from indexer.site.search_files import SearchFiles
from indexer.site.swap import Staging
from indexer.site.timeline import timeline
from indexer.verify import Manifest, ManifestError, load_verified, read_manifest, verify

__all__ = ["IndexerConfig", "IndexerPlugin"]

log = get_plugin_logger("indexer")

LAWS = "laws/"
PATIENCE = 600.0
"""Seconds to wait for another build of the same site."""


class IndexerConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its base class untyped
    """Options of the plugin in mkdocs.yml."""

    cache = Type(str, default=".cache/indexer")
    """Folder of the search index and other derived files, relative to mkdocs.yml; safe to delete."""


class IndexerPlugin(BasePlugin[IndexerConfig]):  # type: ignore[no-untyped-call]
    """Builds the pages of the laws and the search index."""

    def __init__(self) -> None:
        self._readings: Cache = {}
        self._serving = self._served = False
        self._corpus = Corpus()
        self._day = today()
        self._manifest = Manifest()
        self._known = References()
        self._view: LibraryView | None = None
        self._lock: FileLock | None = None
        self._search: SearchFiles | None = None
        self._staging: Staging | None = None
        self._warnings = CountHandler()
        self._assets = self._early = ""

    # Defining on_startup keeps this object, and with it what was read, alive between rebuilds of `mkdocs serve`.
    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"
        if dirty:
            log.warning("--dirty 会漏掉相互引用的页面；本插件总是完整构建")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.use_directory_urls:
            raise PluginError("indexer: 请在 mkdocs.yml 中保留 use_directory_urls: true，条文的网址依赖它")
        if "material/search" in config.plugins:
            raise PluginError("indexer: 请从 mkdocs.yml 的 plugins 中去掉 search，本站有自己的检索")
        self._release()
        cache = self._cache(config)
        try:
            cache.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked(cache / "build.lock")
        except OSError as error:
            raise PluginError(f"indexer: 写不了缓存文件夹 {cache}（{error.strerror}）；检查权限") from error
        self._staging = Staging(Path(config.site_dir))
        config.site_dir = str(self._staging.folder)
        templates = str(Path(__file__).with_name("templates"))
        if templates not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, templates)
        self._warnings = CountHandler()
        self._warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)
        return config

    def _locked(self, path: Path) -> FileLock:
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            log.info("另一个构建正在进行，等它结束……")
            try:
                lock.acquire(timeout=PATIENCE)
            except Timeout:
                raise PluginError(f"indexer: 等了 {PATIENCE:.0f} 秒，另一个构建仍未结束（{path}）") from None
        return lock

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        assert self._staging
        self._staging.prepare()
        try:
            docs = Path(config.docs_dir)
            self._manifest = read_manifest(laws_folder(docs))
            if self._serving:
                # A preview shows the text as it is being worked on; what the record says of it is a word of warning.
                corpus, faults = load(docs, self._readings)
                for fault in errors(verify(corpus, self._manifest)):
                    log.warning("%s", fault)
            else:
                corpus, faults = load_verified(docs, self._readings)
        except (NoLibraryError, ManifestError) as error:
            raise PluginError(f"indexer: {error}") from error
        for fault in faults:
            if fault.level is Level.NOTICE:
                log.info("%s", fault)
        if found := errors(faults):
            lines = "\n".join(f"  {fault}" for fault in found)
            message = f"法规文件有 {len(found)} 处错误，网站未重建：\n{lines}"
            if not (self._serving and self._corpus.entries):
                raise PluginError(f"indexer: {message}")
            # MkDocs' server hangs after a failed rebuild; it goes on with the library as it last was.
            log.error("%s", message)
        else:
            self._corpus = corpus
        folder = laws_folder(docs)
        self._known, doubts = references(self._corpus, folder)
        for fault in errors((*doubts, *read_everyday(folder, self._corpus)[1])):
            log.warning("%s", fault)
        self._day = today()
        self._view = library_view(self._corpus, self._day)
        self._search = self._search or SearchFiles(self._cache(config), log.info)
        if not self._served:
            try:
                self._search.update(self._corpus, self._known)
            except (IndexFolderError, OSError) as error:
                raise PluginError(f"indexer: {error}") from error

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for entry in self._corpus.entries.values():
            file = files.get_file_from_path(f"{LAWS}{entry.id}.md")
            if file and not entry.is_main:
                file.url = address(entry.id)
                file.dest_uri = f"{file.url}index.html"
        for file in files.documentation_pages():
            # While serving, a law with errors has no place in the library: it must not be shown as plain Markdown.
            if _is_law(file) and _entry_id(file) not in self._corpus.entries:
                files.remove(file)
        assert self._search
        # While serving, another index comes a moment after the pages.
        own = browser_files(None if self._served else self._search.known)
        self._assets, self._early = folder_name(own.contents), own.early
        for path, content in own.contents.items():
            files.append(File.generated(config, f"{self._assets}/{path}", content=content))
        config.nav = self._navigation(config.nav)
        return files

    def _navigation(self, nav: Any) -> Any:
        """Put the laws, grouped by level, below the entry of `laws/index.md`."""
        if not nav or not self._view:
            return nav
        entries: list[Any] = []
        for entry in nav:
            title, path = next(iter(entry.items())) if isinstance(entry, dict) else (None, entry)
            if path != f"{LAWS}index.md":
                entries.append(entry)
                continue
            groups: list[Any] = [path]
            for kind, lines in self._view.groups:
                groups.append({str(kind): [{line.short_title: f"{LAWS}{line.slug}.md"} for line in lines]})
            entries.append({title or "法规": groups})
        return entries

    def _entry(self, page: Page) -> Entry | None:
        return self._corpus.entries.get(_entry_id(page.file)) if _is_law(page.file) else None

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        # The text of a law is never read as Markdown: its page is made from the model.
        return "" if self._entry(page) else None

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        entry = self._entry(page)
        if not entry:
            return html
        law = law_page(entry, Context(self._corpus, self._day, self._manifest, self._known))
        page.title = entry.version.facts.short_title
        page.meta["title"] = law.title if entry.is_main else f"{law.title}（{entry.version.facts.version}文本）"
        page.meta["description"] = law.description
        page.toc = TableOfContents([_anchor_link(item, 2) for item in law.toc])
        page.present_anchor_ids = {str(unit.id) for article in entry.version.articles() for unit in article.units()}
        page.present_anchor_ids.update(entry.document.lines)
        return law.html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.globals["library"] = self._view
        env.globals["indexer_assets"] = self._assets
        env.globals["early_search"] = self._early
        # A preview is always read where it is made: there a worker would only keep what is being worked on.
        env.globals["offline_worker"] = None if self._serving else WORKER
        edges = self._known.relations.edges
        env.globals["citation_map"] = citation_map(self._corpus, edges)
        env.globals["timeline"] = timeline(self._corpus, self._day)
        env.globals["build_day"] = self._day
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        assert self._staging
        assert self._search
        staged = Path(config.site_dir)
        self._search.put_into(staged)
        if not self._serving:
            (staged / WORKER).write_text(offline_worker(staged, self._assets), encoding="utf-8")
        config.site_dir = str(self._staging.site)
        if config.strict and self._warnings.get_counts():
            log.error("严格模式下有警告，网站未更新")
            self._staging.discard()
        else:
            self._staging.publish()
            if self._served:
                self._search.update_later(Path(config.docs_dir), self._staging.site)
            self._served = self._serving
        self._release()

    def on_build_error(self, *, error: Exception) -> None:
        if self._staging and self._lock:
            self._staging.discard()
        self._release()

    def on_shutdown(self) -> None:
        self._release()

    def _release(self) -> None:
        logging.getLogger("mkdocs").removeHandler(self._warnings)
        if self._lock:
            self._lock.release()
            self._lock = None

    def _cache(self, config: MkDocsConfig) -> Path:
        base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return base / self.config.cache


def _is_law(file: File) -> bool:
    return file.src_uri.startswith(LAWS) and file.src_uri != f"{LAWS}index.md"


def _entry_id(file: File) -> str:
    return file.src_uri.removeprefix(LAWS).removesuffix(".md")


def _anchor_link(entry: TocEntry, level: int) -> AnchorLink:
    link = AnchorLink(entry.title, entry.id, level)
    link.children = [_anchor_link(child, level + 1) for child in entry.children]
    return link
