"""Write a site beside the one that stands, then put it in its place.

MkDocs empties the site folder before it writes. The plugin points it at a staging folder instead, so that a build
that fails or is killed leaves the last good site as it was.
"""

import shutil
from pathlib import Path

__all__ = ["Staging"]


class Staging:
    """The staging folder of one site folder, `site.new` beside `site`; hold the build lock while using it."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.with_name(f"{site.name}.new")
        self._old = site.with_name(f"{site.name}.old")

    def prepare(self) -> None:
        """Clear what a killed build left, and bring back a site that was caught between two renames."""
        if self._old.exists() and not self.site.exists():
            self._old.rename(self.site)
        self.discard()

    def publish(self) -> None:
        """Put the staged site in the place of the old one."""
        if self.site.exists():
            self.site.rename(self._old)
        self.folder.rename(self.site)
        shutil.rmtree(self._old, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was staged, and what is left of an old site."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self._old, ignore_errors=True)
