"""Whole pages of a small library, as they were found right by eye: `python -m tests.site.golden` writes them anew."""

import pytest

from tests.site.golden import GOLDEN, pages

PAGES = dict(pages())


def test_no_page_is_without_its_file() -> None:
    assert sorted(PAGES) == sorted(path.name for path in GOLDEN.iterdir())


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    assert PAGES[name] == (GOLDEN / name).read_text(encoding="utf-8")
