"""The search engine as one small file: its module and those that it imports, one behind the other, packed; likewise
what makes results of a ranking, which is read while files are on their way; and behind them what every search needs of
the index that was built together with it.

Many hosts serve scripts as they are; the engine's modules with their comments are a hundred kilobytes, packed they are
thirty. `search/start-engine.js` runs the pack; where it cannot, the modules themselves are there. What pages import,
`site.js` and `search/index.js`, and the worker are served as one module each with what they import, so that a browser
need not ask for one module to learn of the next; `early-search.js` stands in the search page.

Only the form in which our own modules are written is understood: imports and exports stand at the beginning of a line,
an export before what it names.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence

from indexer.search.packing import Packer
from indexer.search.stretches import number

__all__ = ["engine_pack", "inline_script", "made_small", "packed_module"]

ENGINE = "search/engine.js"
ANSWERING = "search/answering.js"
_HINT = "//# allFunctionsCalledOnLoad\n"
"""Tells a browser to compile all functions at once (V8's explicit compile hints): a question calls most of them, and
one after the other they take longer."""

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE)
_UNKNOWN = re.compile(r"^(?:import\b|export\b).*", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @type \{(?:(?!\*/).)*\} \*/ ?")
_INDENTATION = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)


def engine_pack(scripts: Mapping[str, bytes], core: bytes = b"") -> bytes:
    """The pack of `scripts` (path → content), in the form of the files of the index: two scripts, the engine and the
    rest of the program, which can only be unpacked behind the first. Their modules they leave in `indexerModules`,
    whether they run as scripts or as modules. Before each stands the number of its bytes (LEB128), behind them `core`,
    a file of the index (core.bin), or nothing. Raises ValueError for a module in another form."""
    first: dict[str, str] = {}
    _wrap(ENGINE, scripts, first)
    every = dict(first)
    _wrap(ANSWERING, scripts, every)
    rest = {path: text for path, text in every.items() if path not in first}
    known = ", ".join(map(_name, first))
    bodies = (
        f"{''.join(first.values())}globalThis.indexerModules = {{ {known} }};\n",
        f"const {{ {known} }} = globalThis.indexerModules;\n{''.join(rest.values())}"
        f"globalThis.indexerModules.{_name(ANSWERING)} = {_name(ANSWERING)};\n",
    )
    engine, answering = (f'{_HINT}(() => {{\n"use strict";\n{body}}})();\n'.encode() for body in bodies)
    packer = Packer()
    packs = (packer.pack(engine, alone=False), packer.pack(answering))
    return b"".join(number(len(pack)) + pack for pack in packs) + core


def packed_module(path: str, scripts: Mapping[str, bytes]) -> bytes:
    """The module at `path` and those that it imports as one module, which exports what that one does.

    Raises ValueError for a module in another form.
    """
    modules, exported = _modules(path, scripts)
    exports = f"export const {{ {', '.join(exported)} }} = {_name(path)};\n" if exported else ""
    return f"{modules}{exports}".encode()


def inline_script(path: str, scripts: Mapping[str, bytes]) -> str:
    """The module at `path` and those that it imports as a script that can stand in a page, which must say before it
    where the modules are served (`const ADDRESS`). Raises ValueError for what cannot stand there."""
    modules, _ = _modules(path, scripts)
    if "<!--" in modules or "</script" in modules.lower():
        raise ValueError(f"{path}: its text would end the element it stands in")
    return modules.replace("import.meta.url", "ADDRESS")


def made_small(script: str) -> str:
    """A script without the comments that have lines of their own, without types and indentation: two thirds of what
    would be sent. Raises ValueError where a text goes over several lines, whose indentation counts."""
    if line := next((line for line in script.splitlines() if line.count("`") % 2), None):
        raise ValueError(f"{line.strip()!r}: write a text over several lines as several texts")
    return _INDENTATION.sub("", _TYPE.sub("", _COMMENT.sub("", script)))


def _modules(path: str, scripts: Mapping[str, bytes]) -> tuple[str, Sequence[str]]:
    """The module at `path` behind those that it imports, each as a function that gives what it exports; and what that
    is."""
    done: dict[str, str] = {}
    exported = _wrap(path, scripts, done)
    return "".join(done.values()), exported


def _wrap(path: str, scripts: Mapping[str, bytes], done: dict[str, str]) -> Sequence[str]:
    text = scripts[path].decode()
    for match in _IMPORT.finditer(text):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        if target not in done:
            _wrap(target, scripts, done)

    def taken(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        return f"const {{{match['names']}}} = {_name(target)};\n"

    exported = [match["name"] for match in _EXPORT.finditer(text)]
    body = _EXPORT.sub("", _IMPORT.sub(taken, text))
    if unknown := _UNKNOWN.search(body):
        raise ValueError(f"{path}: {unknown[0]!r} is no import or export that can be packed")
    done[path] = f"const {_name(path)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"
    return exported


def _name(path: str) -> str:
    return "module_" + re.sub(r"\W", "_", posixpath.splitext(posixpath.basename(path))[0])
