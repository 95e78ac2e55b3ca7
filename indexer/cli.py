"""The command line: `python -m indexer COMMAND`. Exit status 0: done; 1: faults found; 2: misuse."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from indexer import __version__
from indexer.citations import (
    ArticleCitations,
    Citation,
    Curated,
    LibraryCitations,
    cite,
    contains,
    delegations,
    read_curated,
    record,
    rule_counts,
    sample,
    uncovered,
)
from indexer.corpus import Corpus, Entry, NoLibraryError, laws_folder, load, source_files
from indexer.days import today
from indexer.faults import Fault, errors
from indexer.ids import ArticleNumber, ProvisionId
from indexer.importers import ImportFailedError, Note, NoteKind, import_database, is_database
from indexer.importers.official import (
    Downloader,
    OfficialFileError,
    Outcome,
    fetch,
    import_file,
    write_imported,
)
from indexer.model import Article, Kind, Status, Version, titled
from indexer.points import points_of
from indexer.search import (
    HOW,
    STANDINGS,
    TYPE_NAMES,
    Engine,
    Filter,
    IndexFolderError,
    Result,
    Results,
    default_cache,
    open_engine,
    read_everyday,
)
from indexer.search import explain as explained_query
from indexer.source import read_file, write
from indexer.stats import Statistics, statistics
from indexer.terms import terms_of_library
from indexer.verify import ManifestError, compare, digest, load_verified, matching, read_manifest, write_manifest
from indexer.verify import record as record_digests
from indexer.verify import verify as faults_of

__all__ = ["main"]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
err = Console(stderr=True, highlight=False, soft_wrap=True)


def docs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--docs",
        type=click.Path(path_type=Path),
        default=Path("docs"),
        show_default=True,
        help="法规文件所在的文件夹，或其中有 laws/ 的文件夹",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="每行输出一个 JSON 对象")(command)


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """法规库：检查、检索、查看和导入法规源文件。"""
    for stream in (sys.stdout, sys.stderr):
        # A query may hold what UTF-8 cannot (a lone surrogate): print it escaped instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; yields a callback that takes (done, total)."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _load(docs: Path) -> tuple[Corpus, tuple[Fault, ...]]:
    try:
        with _progress("读取法规") as progress:
            return load_verified(docs, progress=progress)
    except NoLibraryError as error:
        raise click.UsageError(str(error)) from error
    except ManifestError as error:
        err.print(Text(str(error)))
        sys.exit(1)


def _load_sound(docs: Path) -> Corpus:
    """The library, or an end with its faults: nothing is answered from a library that has errors."""
    corpus, faults = _load(docs)
    if found := errors(faults):
        _end_with(found)
    return corpus


def _end_with(found: tuple[Fault, ...]) -> None:
    for fault in found:
        err.print(Text(str(fault)))
    err.print(f"法规文件有 {len(found)} 处错误，请先改正。")
    sys.exit(1)


def _emit(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate of a hostile query, which JSON can escape
        text = json.dumps(value)
    click.echo(text)


@main.command()
@docs_option
@json_option
def check(docs: Path, as_json: bool) -> None:
    """检查全部法规文件，一次列出所有问题；有错误时以 1 退出。"""
    corpus, faults = _load(docs)
    with _progress("核对引用") as progress:
        lost = tuple(cite(corpus, progress).faults())
    folder = laws_folder(docs)
    faults = tuple(sorted({*faults, *lost, *read_curated(folder, corpus)[1], *read_everyday(folder, corpus)[1]}))
    for fault in faults:
        if as_json:
            _emit(asdict(fault))
        else:
            click.echo(str(fault))
    found = errors(faults)
    if not as_json:
        articles = sum(1 for entry in corpus.entries.values() for _ in entry.version.articles())
        notices = len(faults) - len(found)
        click.echo(f"{len(corpus.entries)} 个文本，{articles} 条；{len(found)} 处错误，{notices} 处提示。")
    sys.exit(1 if found else 0)


@main.command()
@docs_option
@click.option("--check", "only_check", is_flag=True, help="只列出需要改写的文件，不改动；有则以 1 退出")
def format(docs: Path, only_check: bool) -> None:  # noqa: A001  # the name of the command
    """把法规文件改写成规范版式（标题级数、空行、换行）；不改文字。"""
    try:
        paths = source_files(laws_folder(docs))
    except NoLibraryError as error:
        raise click.UsageError(str(error)) from error
    changed = faulty = 0
    for path in paths:
        reading = read_file(path)
        if not reading.document:
            faulty += 1
            for fault in errors(reading.faults):
                err.print(Text(str(fault)))
            continue
        data = write(reading.document).encode()
        if data != path.read_bytes():
            changed += 1
            click.echo(f"{path}: {'需要改写' if only_check else '已改写'}")
            if not only_check:
                beside = path.with_name(f".{path.name}.new")
                beside.write_bytes(data)
                beside.replace(path)
    click.echo(f"{len(paths)} 个文件，{changed} 个{'需要改写' if only_check else '已改写'}，{faulty} 个有错误未处理。")
    sys.exit(1 if faulty or (only_check and changed) else 0)


def _find(corpus: Corpus, name: str) -> Entry:
    """The text that `name` means: an id (`csl@2016-11-07`), a title or an alias."""
    if name in corpus.entries:
        return corpus.entries[name]
    found = corpus.lookup(name)
    if len(found) == 1:
        return corpus.entries[found[0].slug]
    if found:
        raise click.UsageError(f"“{name}”可能是：" + "、".join(each.main.facts.title for each in found))
    near = corpus.nearest(name)
    raise click.UsageError(
        f"没有“{name}”" + (f"，是否要找：{'、'.join(near)}" if near else "；运行 check 查看都有哪些")
    )


def _place(text: str) -> ProvisionId:
    """第十三条, 13, 120-1, art-13-p1."""
    try:
        if text.startswith("art-"):
            return ProvisionId.parse(text)
        return ProvisionId(ArticleNumber.from_label(text) if text.startswith("第") else ArticleNumber.parse(text))
    except ValueError as error:
        raise click.UsageError(f"{error}；也可写作“第十三条”") from error


@main.command()
@click.argument("law")
@click.argument("article")
@docs_option
@json_option
def show(law: str, article: str, docs: Path, as_json: bool) -> None:
    """显示一条的全文，如：show pipl 13，show 个保法 第十三条，show csl@2016-11-07 21。"""
    entry, place = _find(_load_sound(docs), law), _place(article)
    title = entry.version.facts.title
    label, path, units = _shown(entry.version, place.article)
    if entry.version.facts.catalogued:
        raise click.UsageError(f"库中没有{titled(title)}的文本，只有目录")
    whole = ProvisionId(place.article).label
    if place.article in entry.version.facts.missing:
        raise click.UsageError(f"{titled(title)}{whole}暂缺：库中没有这一条的可靠文本")
    if not label:
        numbers = entry.version.numbers()
        last = f"，最后一条是{numbers[-1].label}" if numbers else ""
        raise click.UsageError(f"{titled(title)}没有{whole}{last}")
    units = [(id, text) for id, text in units if _within(ProvisionId.parse(id), place)]
    if not units:
        raise click.UsageError(f"{titled(title)}没有{place.label}")
    if as_json:
        _emit(
            {
                "id": f"{entry.id}/{place}",
                "law": title,
                "article": label,
                "path": path,
                "text": "\n".join(text for _, text in units),
                "units": [{"id": f"{entry.id}/{id}", "text": text} for id, text in units],
            }
        )
        return
    status = entry.instrument.status(entry.version, today())
    click.echo(f"{titled(title)}{place.label}（{status}）")
    if path:
        click.echo(" › ".join(path))
    for _, text in units:
        click.echo(text)


def _shown(version: Version, number: ArticleNumber) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Label, headings and units (id, text) of an article, or of a point of a text without articles; an empty label
    where there is none."""
    for above, node in version.walk():
        if isinstance(node, Article) and node.number == number:
            return node.label, [each.heading for each in above], [(str(unit.id), unit.text) for unit in node.units()]
    for point in points_of(version)[1]:
        if point.number == number:
            return point.label, [], [(point.id, line) for line in point.lines]
    return "", [], []


def _within(id: ProvisionId, place: ProvisionId) -> bool:
    """Whether the unit `id` stands in `place`."""
    pairs = ((place.paragraph, id.paragraph), (place.item, id.item), (place.sub_item, id.sub_item))
    return id.article == place.article and all(want is None or want == have for want, have in pairs)


@main.command()
@docs_option
@click.option("--law", "laws", multiple=True, metavar="SLUG", help="只列这一文本（标识、标题或简称）；可写多次")
@click.option("--stats", "as_stats", is_flag=True, help="各种引用的个数和有着落的比例")
@click.option("--uncovered", "as_uncovered", is_flag=True, help="像引用而没有当作引用的地方，各带原因")
@click.option("--delegations", "as_delegations", is_flag=True, help="授权有关机关规定的地方，和库里据此制定的法规")
@click.option("--sample", "drawn", type=click.IntRange(1), metavar="N", help="随机抽 N 处引用，供人核对")
@click.option("--seed", type=int, default=0, show_default=True, help="抽样的种子")
@json_option
def refs(
    docs: Path,
    laws: tuple[str, ...],
    as_stats: bool,
    as_uncovered: bool,
    as_delegations: bool,
    drawn: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """列出条文中的引用：引了哪部法规的哪一条、款、项，作什么用。"""
    if as_stats + as_uncovered + as_delegations + bool(drawn) > 1:
        raise click.UsageError("--stats、--uncovered、--delegations、--sample 只能用一个")
    corpus = _load_sound(docs)
    chosen = {_find(corpus, law).id for law in laws}
    if as_delegations:
        _print_delegations(corpus, chosen, read_curated(laws_folder(docs), corpus)[0], as_json)
        return
    with _progress("查找引用") as progress:
        found = cite(corpus, progress)
    if chosen:
        found = LibraryCitations(tuple(each for each in found.articles if each.entry.id in chosen))
    if as_stats:
        _print_rule_counts(found)
    elif as_uncovered:
        _print_uncovered(found, as_json)
    elif drawn:
        for each, citation in sample(found, drawn, seed):
            _print_citation(each, citation)
    else:
        for each in found.articles:
            if as_json:
                _emit(record(each))
            else:
                for citation in each.citations:
                    _print_citation(each, citation)


def _print_citation(each: ArticleCitations, citation: Citation) -> None:
    text = each.article.text
    before, after = text[max(0, citation.start - 20) : citation.start], text[citation.end : citation.end + 20]
    targets = "、".join(target.id or titled(target.law) for target in citation.targets) or "无"
    line = f"{citation.source}  …{before}【{citation.surface}】{after}…  → {targets}  {citation.kind} {citation.role}"
    click.echo(line.replace("\n", " / "))


def _print_uncovered(found: LibraryCitations, as_json: bool) -> None:
    count = 0
    for each in uncovered(found):
        count += not each.reason
        text, where = each.where.article.text, each.where.id
        if as_json:
            _emit({"id": where, "start": each.start, "end": each.end, "text": each.surface, "reason": each.reason})
        else:
            around = f"…{text[max(0, each.start - 15) : each.start]}【{each.surface}】{text[each.end : each.end + 15]}…"
            click.echo(f"{where}  {around}  {each.reason or '没有原因'}".replace("\n", " / "))
    if not as_json:
        click.echo(f"没有原因的 {count} 处。")


def _print_delegations(corpus: Corpus, chosen: set[str], curated: tuple[Curated, ...], as_json: bool) -> None:
    count = 0
    for entry in corpus.entries.values():
        if chosen and entry.id not in chosen:
            continue
        for article in entry.version.articles():
            id = f"{entry.id}/{article.id}"
            for each in delegations(article):
                made = [
                    relation.target
                    for relation in curated
                    if relation.source == id and contains(relation, article, each)
                ]
                count += 1
                if as_json:
                    words = article.text[each.start : each.end]
                    _emit({"id": id, "start": each.start, "end": each.end, "text": words, "made": made})
                else:
                    click.echo(f"{id}  {each.sentence}  → {'、'.join(made) or '库里没有'}")
    if not as_json:
        click.echo(f"共 {count} 处。")


def _print_rule_counts(found: LibraryCitations) -> None:
    table = Table("引用", *("个数", "有着落", "占比", "所引文本不在库里", "没有着落"), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, count in rule_counts(found).items():
        inside = count.found - count.outside
        share = f"{count.resolved / inside:.1%}" if inside else "—"
        lost = inside - count.resolved
        table.add_row(name, f"{count.found:,}", f"{count.resolved:,}", share, f"{count.outside:,}", f"{lost:,}")
    Console(highlight=False).print(table)


@main.command()
@docs_option
@click.option("--law", "laws", multiple=True, metavar="SLUG", help="只列这一文本（标识、标题或简称）；可写多次")
@json_option
def terms(docs: Path, laws: tuple[str, ...], as_json: bool) -> None:
    """列出条文定义的术语和它们的适用范围。"""
    corpus = _load_sound(docs)
    chosen = {_find(corpus, law).id for law in laws}
    for entry, article, term in terms_of_library(corpus):
        if chosen and entry.id not in chosen:
            continue
        if as_json:
            _emit(
                {
                    "law": entry.version.facts.title,
                    "slug": entry.id,
                    "article": str(article.number),
                    "term": term.term,
                    "start": term.start,
                    "end": term.end,
                    "kind": term.kind,
                    "scope": term.scope,
                }
            )
        else:
            start, end = term.sentence
            click.echo(f"{entry.id}/{article.id}  {term.term}（{term.scope}）  {article.text[start:end][:60]}")


@main.command()
@click.argument("texts", nargs=-1)
@docs_option
@click.option("--record", "to_record", is_flag=True, help="登记各条现在的摘要；已核的条有变更时要写 --reason")
@click.option("--reason", help="变更的原因，与 --record 一起用")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="与另一份源文件逐条逐字比较，先写明是哪个文本",
)
@json_option
def verify(
    texts: tuple[str, ...], docs: Path, to_record: bool, reason: str | None, against: Path | None, as_json: bool
) -> None:
    """核对各条的摘要：与参考摘要是否一致，登记以后有没有变更。"""
    try:
        with _progress("读取法规") as progress:
            corpus, faults = load(docs, progress=progress)
        manifest = read_manifest(laws_folder(docs))
        if found := errors(faults):
            _end_with(found)
        chosen = [_find(corpus, text).id for text in texts]
        if against:
            _compare(corpus, chosen, against, as_json)
            return
        if to_record:
            names = chosen or sorted({*corpus.entries, *manifest.recorded})
            manifest = record_digests(corpus, manifest, names, today(), reason)
            write_manifest(laws_folder(docs), manifest)
            count = sum(len(manifest.recorded.get(name, {})) for name in names)
            click.echo(f"登记了 {len(names)} 个文本、{count} 条。")
            return
    except NoLibraryError as error:
        raise click.UsageError(str(error)) from error
    except ManifestError as error:
        err.print(Text(str(error)))
        sys.exit(1)
    paths = {corpus.entries[text].document.path for text in chosen}
    found = tuple(fault for fault in faults_of(corpus, manifest) if not paths or fault.path in paths)
    for fault in found:
        if as_json:
            _emit(asdict(fault))
        else:
            click.echo(str(fault))
    if not as_json:
        matched = sum(len(matching(entry, manifest)) for entry in corpus.entries.values())
        known = sum(map(len, manifest.reference.values()))
        click.echo(f"参考摘要 {known} 条，其中 {matched} 条有相符的文本；{len(errors(found))} 处不符。")
    sys.exit(1 if errors(found) else 0)


def _compare(corpus: Corpus, texts: list[str], against: Path, as_json: bool) -> None:
    if len(texts) != 1:
        raise click.UsageError("--against 要写明比较哪一个文本，如：verify pipl --against 另一份.md")
    reading = read_file(against)
    if not reading.document:
        _end_with(errors(reading.faults))
    assert reading.document
    differences = list(compare(corpus.entries[texts[0]].version, reading.document.version))
    for difference in differences:
        if as_json:
            _emit({"article": str(difference.article), "stretches": difference.stretches})
        else:
            click.echo(str(difference))
    if not as_json:
        click.echo(f"{len(differences)} 条不同。" if differences else "逐字相同。")
    sys.exit(1 if differences else 0)


@main.command()
@docs_option
@json_option
def stats(docs: Path, as_json: bool) -> None:
    """库里有多少法规、条、字，核对了多少，还有哪些《》里的名称没有着落。"""
    corpus = _load_sound(docs)
    found = statistics(corpus, read_manifest(laws_folder(docs)))
    if as_json:
        _emit(
            {
                "total": asdict(found.total),
                "levels": {str(kind): asdict(count) for kind, count in found.levels.items()},
                "unknown": [asdict(each) for each in found.unknown],
                "documents": [asdict(each) for each in found.documents],
            }
        )
        return
    _print_statistics(found)


def _print_statistics(found: Statistics) -> None:
    table = Table("级别", *("法规", "其中仅目录", "文本", "条", "字", "已核的条", "占比", "暂缺的条"), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, count in (*found.levels.items(), ("合计", found.total)):
        share = f"{count.verified / count.articles:.1%}" if count.articles else "—"
        figures = (count.instruments, count.catalogued, count.texts, count.articles, count.characters, count.verified)
        table.add_row(str(name), *(f"{figure:,}" for figure in figures), share, f"{count.missing:,}")
    Console(highlight=False).print(table)
    for heading, titles in (
        ("有名称而既无文本也无目录的", found.unknown),
        ("写在《》里而不是法规的", found.documents),
    ):
        click.echo(f"{heading}：{len(titles)} 个")
        for each in titles:
            more = f" 等 {len(each.places)} 处" if len(each.places) > 3 else ""
            click.echo(f"  《{each.title}》  {'、'.join(each.places[:3])}{more}")


def _engine(corpus: Corpus, docs: Path, cache: Path | None) -> Engine:
    try:
        with _progress("建立索引") as progress:
            return open_engine(corpus, cache or default_cache(docs), progress=progress, say=err.print)
    except IndexFolderError as error:
        err.print(Text(str(error)))
        sys.exit(1)


@main.command()
@click.argument("query", required=False)
@docs_option
@click.option("--law", metavar="SLUG", help="只在这部法规里找（标识、标题或简称）")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), help="只找这一效力级别")
@click.option("--status", type=click.Choice(STANDINGS), help="只找这一时效状态")
@click.option("--type", "type_", type=click.Choice(tuple(TYPE_NAMES.values())), help="只找这一类条文")
@click.option("--topic", metavar="主题", help="只找这一主题的法规")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="最多几条")
@click.option("--explain", is_flag=True, help="说明检索词是怎样理解的，各条为什么相符")
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help='每行一个 {"qid", "query"}')
@click.option("--cache", type=click.Path(path_type=Path), help="索引所在的文件夹")
@json_option
def search(
    query: str | None,
    docs: Path,
    law: str | None,
    kind: str | None,
    status: str | None,
    type_: str | None,
    topic: str | None,
    limit: int,
    explain: bool,
    batch: Path | None,
    cache: Path | None,
    as_json: bool,
) -> None:
    """检索条文，如：search 训练数据，search 个保法13条。"""
    if (query is None) == (batch is None):
        raise click.UsageError("写出要检索的词语，或用 --batch 给出文件，两者取一")
    if explain and batch:
        raise click.UsageError("--explain 只说明一个检索词，不能与 --batch 同用")
    corpus = _load_sound(docs)
    slug = _find(corpus, law).instrument.slug if law else None
    with closing(_engine(corpus, docs, cache)) as engine:
        topics = sorted({name for law_ in engine.index.library.laws for name in law_.topics})
        if topic is not None and topic not in topics:
            raise click.UsageError(f"没有主题“{topic}”；有：{'、'.join(topics)}")
        chosen = Filter(law=slug, kind=kind, standing=status, type=type_, topic=topic)
        _answer(engine, lambda text: engine.search(text, limit=limit, chosen=chosen), query, batch, as_json, explain)


def _answer(
    engine: Engine,
    run: Callable[[str], Results],
    query: str | None,
    batch: Path | None,
    as_json: bool,
    explained: bool,
) -> None:
    if batch:
        for number, line in enumerate(batch.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
                qid, text = item["qid"], str(item["query"])
            except (ValueError, KeyError, TypeError) as error:
                raise click.UsageError(f'{batch}:{number}: 应是 {{"qid": …, "query": …}}（{error}）') from error
            _emit({"qid": qid, **_as_json(run(text))})
        return
    assert query is not None
    results = run(query)
    parts = explained_query(engine.parse(query), engine.index.library, engine.weights.long_from) if explained else ()
    if as_json:
        understood = {"understood": [list(part) for part in parts]} if explained else {}
        _emit(_as_json(results) | {"exact": results.exact, "widened": results.widened} | understood)
        return
    out = Console(highlight=False, soft_wrap=True)
    for name, value in parts:
        out.print(Text.assemble((f"{name}：", "dim"), value))
    _print_results(results, explained)


def _as_json(results: Results) -> dict[str, Any]:
    return {
        "results": [
            {
                "law": result.law,
                "article": result.label,
                "id": result.id,
                "unit": result.unit_id,
                "score": round(result.score, 6),
            }
            for result in results.results
        ],
        "message": results.message,
    }


def _print_results(results: Results, explained: bool) -> None:
    out = Console(highlight=False, soft_wrap=True)
    for number, result in enumerate(results.results, 1):
        standing = "" if result.standing == Status.IN_FORCE else f"（{result.standing}）"
        name = f"{titled(result.law)}{standing}{result.label}{result.place}"
        out.print(Text.assemble(f"{number}. ", (name, "bold"), f"  {result.unit_id}"))
        if result.path:
            out.print(Text("   " + " › ".join(result.path), style="dim"))
        out.print(Text.assemble("   ", *_highlighted(result)))
        if explained:
            why = (
                f"{word}：{HOW[how]}" + (f"“{text}”" if text not in ("", word) else "")
                for word, how, text in result.why
            )
            out.print(Text("   " + "；".join(why), style="dim"))
    if results.message:
        out.print(Text(results.message))
    if results.results:
        counts = ((results.exact, "条相符"), (results.widened, "条部分相符"))
        out.print(Text("，".join(f"{count} {name}" for count, name in counts if count) + "。"))


def _highlighted(result: Result) -> Iterator[str | tuple[str, str]]:
    """Matched words in 【】 so that they can be told apart without colours too."""
    for text, is_hit in result.snippet:
        yield (f"【{text}】", "bold yellow") if is_hit else text


@main.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="写入的文件夹")
@click.option("--law", "titles", multiple=True, metavar="TITLE", help="数据库：只导入这部法律；可写多次")
@click.option(
    "--status", "statuses", multiple=True, metavar="STATUS", help="数据库：只导入这一状态的，如 现行有效；可写多次"
)
@click.option("--slug", metavar="SLUG", help="官方文件：标识，也就是文件名")
@click.option("--date", "version", type=click.DateTime(["%Y-%m-%d"]), help="官方文件：文本的日期，文件里没有写明时用")
@click.option("--source", metavar="URL", help="官方文件：官方网页的网址")
@click.option("--replace", "replace_other", is_flag=True, help="官方文件：替换库里不同的文本")
@json_option
def import_(
    files: tuple[Path, ...],
    to: Path,
    titles: tuple[str, ...],
    statuses: tuple[str, ...],
    slug: str | None,
    version: datetime | None,
    source: str | None,
    replace_other: bool,
    as_json: bool,
) -> None:
    """导入法规，写成源文件：官方的 .docx、.html、.txt，或法律数据库 laws.db。"""
    if slug and len(files) > 1:
        raise click.UsageError("--slug 一次只能用于一个文件")
    for file in files:
        try:
            with _progress(f"导入 {file.name}") as progress:
                if is_database(file):
                    report = import_database(
                        file, to, titles=titles, statuses=statuses or None, today=today(), progress=progress
                    )
                else:
                    day = version.date() if version else None
                    report = import_file(file, to, slug=slug, version=day, source=source, replace_other=replace_other)
        except (ImportFailedError, OfficialFileError) as error:
            err.print(Text(str(error)))
            sys.exit(1)
        _print_notes(report.notes, as_json)
        if not as_json:
            counts = "，".join(f"{kind} {sum(note.kind is kind for note in report.notes)} 处" for kind in NoteKind)
            written = f"写入 {report.written[0]}" if len(report.written) == 1 else f"写入 {len(report.written)} 个文件"
            click.echo(f"{file}: {written}；{counts}。")


def _print_notes(notes: Sequence[Note], as_json: bool) -> None:
    for note in notes:
        if as_json:
            _emit(asdict(note))
        else:
            click.echo(str(note))


@main.command(name="fetch")
@click.argument("texts", nargs=-1)
@docs_option
@click.option("--all", "everything", is_flag=True, help="库里的全部法规")
@click.option("--check", "only_check", is_flag=True, help="只比较，不写入；有不同的以 1 退出")
@click.option("--yes", is_flag=True, help="不逐一询问，直接写入")
@click.option("--pause", type=click.FloatRange(0), default=3.0, show_default=True, help="两次请求之间等几秒")
@click.option("--timeout", type=click.FloatRange(0.1), default=30.0, show_default=True, help="等网站回应几秒")
@click.option("--retries", type=click.IntRange(0, 10), default=3, show_default=True, help="失败后再试几次")
def fetch_(
    texts: tuple[str, ...],
    docs: Path,
    everything: bool,
    only_check: bool,
    yes: bool,
    pause: float,
    timeout: float,
    retries: int,
) -> None:
    """从官方网页取文本，与库里的逐条逐字比较，确认后才写入；逐个网页慢慢取。"""
    corpus = _load_sound(docs)
    if everything == bool(texts):
        raise click.UsageError("写出要取的法规，或用 --all，两者取一")
    folder = laws_folder(docs)
    manifest = read_manifest(folder)
    ids = list(corpus.entries) if everything else [_find(corpus, text).id for text in texts]
    counts: Counter[Outcome] = Counter()
    downloader = Downloader(pause=pause, timeout=timeout, retries=retries, backoff=min(2.0, pause))
    for fetched in fetch(corpus, ids, downloader):
        outcome = fetched.outcome
        counts[outcome] += 1
        click.echo(f"{fetched.entry.id}：{outcome}{'。' + fetched.message if fetched.message else ''}")
        _print_notes(fetched.notes, as_json=False)
        if not fetched.imported or outcome is Outcome.SAME:
            continue
        new = fetched.imported.document.version
        for difference in compare(fetched.entry.version, new) if outcome is Outcome.DIFFERENT else ():
            click.echo(f"  {difference}")
        _print_digests(new, manifest.reference.get(fetched.entry.id, {}))
        if only_check or not (yes or (sys.stdin.isatty() and click.confirm("写入库里？"))):
            continue
        path = write_imported(fetched.imported, folder, corpus, replace_other=True)
        click.echo(f"  写入 {path}；看过以后运行 verify --record {fetched.entry.id} --reason 原因")
    click.echo("，".join(f"{outcome} {count}" for outcome, count in counts.items()) + "。")
    sys.exit(1 if counts[Outcome.FAILED] or (only_check and counts[Outcome.DIFFERENT]) else 0)


def _print_digests(version: Version, reference: Mapping[str, str]) -> None:
    """How the page's articles stand to the reference digests, if there are any."""
    if reference:
        same = sum(reference.get(str(article.number)) == digest(article) for article in version.articles())
        click.echo(f"  参考摘要 {len(reference)} 条，网页的文本有 {same} 条相符。")
