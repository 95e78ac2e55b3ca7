"""The engine's modules, packed into one file."""

import zlib

import pytest

from indexer.site.browser_files import browser_files
from indexer.site.engine_pack import engine_pack, inline_script, made_small, packed_module

MODULES = {
    "search/engine.js": 'import { one } from "./one.js";\nimport { two, TWO } from "./two.js";\n// gone\ntwo(TWO);\n',
    "search/answering.js": 'import { two } from "./two.js";\nimport { three } from "./three.js";\ntwo(three);\n',
    "search/three.js": "export const three = 3;\n",
    "search/one.js": 'import { two } from "./two.js";\nexport const one = () => two(1);\n',
    "search/two.js": "/**\n * gone\n */\nexport async function two(n) {\n  return n;\n}\nexport const TWO = 2;\n",
}


def packed(**changes: str) -> tuple[str, str]:
    """The two scripts of the pack."""
    scripts = {path: text.encode() for path, text in MODULES.items()}
    scripts |= {f"search/{name}.js": text.encode() for name, text in changes.items()}
    core = b"what every search needs"
    left = engine_pack(scripts, core)
    assert left == engine_pack(scripts) + core
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    found: list[str] = []
    for _ in range(2):
        size, start = number_at(left, 0)
        pack, left = left[start : start + size], left[start + size :]
        length, start = number_at(pack, 0)
        script = unpacker.decompress(pack[start:] + b"\0\0\xff\xff")
        assert len(script) == length
        found.append(script.decode())
    assert left == core
    return found[0], found[1]


def number_at(data: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where what follows it begins."""
    end = next(place for place in range(at, len(data)) if data[place] < 128) + 1
    return sum((byte & 127) << 7 * place for place, byte in enumerate(data[at:end])), end


def test_each_module_once_after_those_that_it_imports() -> None:
    script, rest = packed()
    names = ("const module_two = ", "const module_one = ", "const module_engine = ")
    assert [script.count(name) for name in names] == [1, 1, 1]
    assert sorted(names, key=script.index) == list(names)
    later = ("const module_three = ", "const module_answering = ")
    assert [rest.count(name) for name in (*names, *later)] == [0, 0, 0, 1, 1]
    assert not any(name in script for name in later)
    # What the rest imports of the first, that leaves to it.
    assert "indexerModules = { module_two, module_one, module_engine };" in script
    assert "const { module_two, module_one, module_engine } = globalThis.indexerModules;" in rest
    assert "indexerModules.module_answering = module_answering;" in rest
    assert "const { two, TWO } = module_two;" in script
    assert "return { two, TWO };" in script
    assert "import" not in script + rest
    assert "export" not in script + rest


def test_a_module_with_what_it_imports() -> None:
    entrance = (
        'import {\n  two,\n  TWO,\n} from "./two.js";\nexport function go() {\n  return import("./later.js");\n}\n'
    )
    scripts = {path: text.encode() for path, text in MODULES.items()} | {"search/go.js": entrance.encode()}
    module = packed_module("search/go.js", scripts).decode()
    assert "const {\n  two,\n  TWO,\n} = module_two;" in module
    assert module.endswith("export const { go } = module_go;\n")
    assert 'import("./later.js")' in module
    assert module.count("module_two = ") == 1


def test_pages_import_no_module_that_imports_another() -> None:
    files = browser_files().contents
    for path in ("site.js", "search/index.js"):
        assert not [line for line in files[path].decode().splitlines() if line.startswith("import ")]
    assert [path for path in files if path.endswith(".js") and "/" not in path] == ["site.js"]


def test_a_script_that_stands_in_a_page() -> None:
    scripts = {path: text.encode() for path, text in MODULES.items()}
    scripts["early.js"] = b'import { two } from "./search/two.js";\ntwo(import.meta.url);\n'
    script = inline_script("early.js", scripts)
    assert "two(ADDRESS);" in script
    assert not [line for line in script.splitlines() if line.startswith(("import", "export"))]
    for text in ("const end = '</script>';", 'const end = "</SCRIPT >";', "const end = '<!--';"):
        with pytest.raises(ValueError, match=r"early\.js"):
            inline_script("early.js", scripts | {"early.js": f"{text}\n".encode()})


@pytest.mark.parametrize(
    "line", ['import two from "./two.js";', 'import "./two.js";', "export { two };", "export default 1;"]
)
def test_other_forms_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"search/one\.js"):
        packed(one=f"{line}\n")


def test_the_same_modules_give_the_same_bytes() -> None:
    assert browser_files() == browser_files()


def test_comments_types_and_indentation_are_left_out() -> None:
    script = "// gone\n  /**\n   * gone\n   */\n\n  const one = /** @type {any} */ (1); // stays\n  two(`a  b`);\n"
    assert made_small(script) == "const one = (1); // stays\ntwo(`a  b`);\n"
    assert not any(b"\n// " in content for path, content in browser_files().contents.items() if path.endswith(".js"))
    with pytest.raises(ValueError, match="several lines"):
        made_small("two(`a\n  b`);\n")
