"""Work that makes very many objects and no circles of them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_collector"]


@contextmanager
def without_collector() -> Iterator[None]:
    """Leave out Python's search for circles of objects, which finds none; it took a fifth of the time of an index that
    is made anew after one law has changed.

    Everything else is released as always.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
