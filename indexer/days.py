"""Days as the library counts and writes them: the law of China takes effect at midnight in Beijing."""

from datetime import date, datetime, timedelta, timezone

__all__ = ["BEIJING", "long_date", "today"]

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Fixed since 1991; written out so that no time zone data is needed."""


def today() -> date:
    """The present day in Beijing."""
    return datetime.now(BEIJING).date()


def long_date(day: date) -> str:
    """2023年7月10日."""
    return f"{day.year}年{day.month}月{day.day}日"
