"""Fixtures of the search tests: jieba's dictionary, the made-up library and its engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.search import Engine, open_engine
from indexer.search.cutting import Cutter, shared_cutter
from tests.search.made_up_laws import corpus_of


@pytest.fixture(scope="session")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cutter:
    return shared_cutter(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the made-up laws and their cache."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="session")
def engine(library_folder: Path) -> Iterator[Engine]:
    """The search over the made-up laws."""
    opened = open_engine(corpus_of(library_folder / "laws"), library_folder / "cache")
    yield opened
    opened.close()
