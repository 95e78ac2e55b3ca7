"""Small databases in the form of the registry package's data, made for the tests."""

import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["Row", "database"]

Row = tuple[str, str, str, str]
"""Label, chapter, section, text."""


def database(path: Path, *laws: tuple[dict[str, str], list[Row]]) -> Path:
    """Write `laws` (columns that differ from the usual, articles) and return `path`."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE laws (law_id, law_name, doc_type, level, issuing_body, publish_date, effective_date, "
            "version_date, status, law_department)"
        )
        connection.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, law_name, law_department, level, status, chapter, "
            "section, article_no, article_no_arabic, article_text, char_count)"
        )
        for number, (columns, articles) in enumerate(laws):
            values = {
                "law_name": "中华人民共和国试验法",
                "doc_type": "法律",
                "level": "法律",
                "issuing_body": "全国人民代表大会常务委员会",
                "effective_date": "2021-01-01",
                "version_date": "2020-06-01",
                "status": "现行有效",
            } | columns
            names = ", ".join(values)
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO laws (law_id, {names}) VALUES ('{number}', {marks})", [*values.values()])
            connection.executemany(
                "INSERT INTO articles (law_id, article_no, chapter, section, article_text) "
                f"VALUES ('{number}', ?, ?, ?, ?)",
                [(label, chapter or None, section or None, text) for label, chapter, section, text in articles],
            )
        connection.commit()
    return path
