"""Fixtures of the search tests: jieba's dictionary, the made-up library and its engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.search import Engine, open_engine
from indexer.search.cutting import Cutter
from tests.search.made_up_laws import corpus_of


@pytest.fixture(scope="session")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cutter:
    return Cutter(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The search over the made-up laws."""
    folder: Path = tmp_path_factory.mktemp("library")
    opened = open_engine(corpus_of(folder / "laws"), folder / "cache")
    yield opened
    opened.close()
