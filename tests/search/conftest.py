"""Fixtures of the search tests: jieba's dictionary, the made-up library and its engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.search import Engine, open_engine
from indexer.search.cutting import Dictionary
from tests.search.made_up_laws import corpus_of


@pytest.fixture(scope="session")
def dictionary_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds jieba's dictionary as we keep it."""
    folder = tmp_path_factory.mktemp("dictionary")
    Dictionary.of_jieba(folder)
    return folder


@pytest.fixture(scope="session")
def dictionary(dictionary_folder: Path) -> Dictionary:
    """jieba's."""
    return Dictionary.of_jieba(dictionary_folder)


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
