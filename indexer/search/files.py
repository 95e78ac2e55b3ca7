"""Files of caches: written beside what is there and put in its place, or shared where they are the same."""

import os
import shutil
from pathlib import Path

__all__ = ["link_or_copy", "replace_file"]


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it sees the old content or the new. Raises OSError."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def link_or_copy(source: str, target: str) -> None:
    """Make `target`, which is not there, the same file as `source` where the file system can, or else a copy.

    Of thousands of small files links take a fraction of the time. Neither may be written to afterwards. Raises OSError.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
