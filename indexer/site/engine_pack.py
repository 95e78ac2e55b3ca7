"""The search engine as one small file: the modules that its worker imports, one behind the other, gzip inside.

Many hosts serve scripts as they are; the engine's modules with their comments are a hundred kilobytes, packed they are
fifteen. `search/unpack.js` runs the pack in a worker; where it cannot, the modules themselves are there.

Only the form in which our own modules are written is understood: imports and exports stand at the beginning of a line,
an import in one line, an export before what it names.
"""

import gzip
import posixpath
import re
from collections.abc import Mapping

__all__ = ["engine_pack", "packed_script", "without_comments"]

WORKER = "search/worker.js"

_IMPORT = re.compile(r'^import (?:\{ (?P<names>[^}]*) \} from )?"(?P<path>[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE)
_UNKNOWN = re.compile(r"^(?:import\b|export\b).*", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)


def engine_pack(scripts: Mapping[str, bytes]) -> bytes:
    """The pack of `scripts` (path → content). Raises ValueError for a module in another form."""
    return gzip.compress(packed_script(WORKER, scripts), 9, mtime=0)


def packed_script(path: str, scripts: Mapping[str, bytes]) -> bytes:
    """The module at `path` and those that it imports as one script. Raises ValueError for a module in another form."""
    done: dict[str, str] = {}
    _wrap(path, scripts, done)
    # In a block: several such scripts run in one worker.
    return ('"use strict";\n{\n' + "".join(done.values()) + "}\n").encode()


def without_comments(script: str) -> str:
    """A script without the comments that have lines of their own: half of what would be sent."""
    return _COMMENT.sub("", script)


def _wrap(path: str, scripts: Mapping[str, bytes], done: dict[str, str]) -> None:
    """Add the modules that the one at `path` imports, then itself as a function that gives what it exports."""
    text = scripts[path].decode()
    for match in _IMPORT.finditer(text):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        if target not in done:
            _wrap(target, scripts, done)

    def taken(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        return f"const {{ {match['names']} }} = {_name(target)};\n" if match["names"] else ""

    exported = [match["name"] for match in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(taken, text))
    if unknown := _UNKNOWN.search(body):
        raise ValueError(f"{path}: {unknown[0]!r} is no import or export that can be packed")
    done[path] = f"const {_name(path)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _name(path: str) -> str:
    return "module_" + re.sub(r"\W", "_", posixpath.splitext(posixpath.basename(path))[0])
