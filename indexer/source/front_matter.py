"""Front matter: the facts of an instrument as YAML ⇄ `Facts`, every fault with its key and line."""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from indexer.faults import Fault
from indexer.ids import ArticleNumber
from indexer.model import Amended, Checked, Event, Facts, How, Kind, TextFrom
from indexer.source.characters import unfit_character

__all__ = ["KEYS", "dump_facts", "parse_facts"]

KEYS = (
    "title",
    "aliases",
    "shared_aliases",
    "kind",
    "issuers",
    "number",
    "adopted",
    "promulgated",
    "effective",
    "repealed",
    "succeeded_by",
    "version",
    "history",
    "amends",
    "amended",
    "source",
    "undivided",
    "missing",
    "uncertain",
    "text_from",
)
"""All keys, in the order in which they are written."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_E = TypeVar("_E", bound=StrEnum)

_YAML_PROBLEMS = (
    ("mapping values are not allowed", "缩进不对，或多出一个冒号"),
    ("could not find expected ':'", "缺少冒号"),
    ("found character '\\t'", "用了制表符缩进"),
    ("found character", "值以保留的符号开头"),
    ("found unexpected end of stream", "引号没有配对"),
    ("expected ',' or ']'", "方括号或其中的逗号没有配对"),
    ("expected ',' or '}'", "花括号或其中的逗号没有配对"),
    ("expected <block end>", "缩进或括号不对"),
    ("found undefined alias", "值以 * 开头"),
    ("expected alphabetic or numeric character", "值以 * 或 & 开头"),
    ("expected '<document start>'", "头部中间有单独一行 ..."),
)
"""What PyYAML says, by its beginning, and what it means to the person who wrote the file."""
_NOTICED_LATE = ("could not find expected ':'", "found unexpected end of stream", "expected ',' or")

_REQUIRED = ("title", "kind", "issuers", "version", "text_from")
_REQUIRED_EVEN_IF_NULL = ("promulgated", "effective", "source")


class _UnfitError(Exception):
    """A value that does not fit its key: the node at fault, what is wrong, what to write."""

    def __init__(self, node: yaml.Node, message: str, hint: str) -> None:
        super().__init__(message)
        self.node, self.message, self.hint = node, message, hint


def _is_null(node: yaml.Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null"


def _string(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or _is_null(node) or not node.value.strip():
        raise _UnfitError(node, "应是一段文字", "若含冒号、井号等符号，用双引号括起来")
    if "\n" in node.value:
        raise _UnfitError(node, "应写在一行之内", "把换行改为空格或删去")
    if bad := unfit_character(node.value):
        raise _UnfitError(node, f"不能含有{bad}", "删去它")
    return str(node.value)


def _date(node: yaml.Node) -> date:
    try:
        if not isinstance(node, yaml.ScalarNode) or not _DATE.fullmatch(node.value):
            raise ValueError
        return date.fromisoformat(node.value)
    except ValueError:
        what = f"不是日期：“{node.value[:30]}”" if isinstance(node, yaml.ScalarNode) else "应是日期"
        raise _UnfitError(node, what, "日期写作 2023-07-10；不详的写 null") from None


def _strings(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _UnfitError(node, "应是一个列表", "写作 [甲, 乙]，空列表写作 []")
    return tuple(_string(child) for child in node.value)


def _some_strings(node: yaml.Node) -> tuple[str, ...]:
    if not (strings := _strings(node)):
        raise _UnfitError(node, "不能是空列表", "写作 [甲, 乙]")
    return strings


def _choice(choices: type[_E]) -> Callable[[yaml.Node], _E]:
    def choose(node: yaml.Node) -> _E:
        value = _string(node)
        try:
            return choices(value)
        except ValueError:
            raise _UnfitError(node, f"“{value}”不在可选值之内", "可选：" + "、".join(choices)) from None

    return choose


def _mapping(node: yaml.Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
    form = "写作 {" + ", ".join(f"{key}: …" for key in (*required, *optional)) + "}"
    if not isinstance(node, yaml.MappingNode):
        raise _UnfitError(node, "应是一组键值", form)
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _name(key)
        if name not in (*required, *optional):
            raise _UnfitError(key, f"不认识的键“{name}”", form)
        if name in found:
            raise _UnfitError(key, f"“{name}”写了两次", "只留一个")
        found[name] = value
    if missing := [key for key in required if key not in found]:
        raise _UnfitError(node, f"缺少“{missing[0]}”", form)
    return found


def _name(key: yaml.Node) -> str:
    """A key as it can be shown: PyYAML takes lists and mappings for keys too."""
    return key.value[:30] if isinstance(key, yaml.ScalarNode) else "[…]"


def _text_from(node: yaml.Node) -> TextFrom:
    values = _mapping(node, ("how", "from", "checked"))
    return TextFrom(_choice(How)(values["how"]), _string(values["from"]), _choice(Checked)(values["checked"]))


def _history(node: yaml.Node) -> tuple[Event, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _UnfitError(node, "应是一个列表", "每项写作 {act: 通过, date: 2016-11-07, effective: 2017-06-01}")
    events = []
    for child in node.value:
        values = _mapping(child, ("act", "date"), ("effective",))
        effective = values.get("effective")
        events.append(
            Event(
                _string(values["act"]),
                _optional_date(values["date"]),
                _optional_date(effective) if effective else None,
            )
        )
    return tuple(events)


def _optional_date(node: yaml.Node) -> date | None:
    return None if _is_null(node) else _date(node)


def _source(node: yaml.Node) -> str:
    address = _string(node)
    if not address.startswith(("https://", "http://")) or any(char.isspace() for char in address):
        raise _UnfitError(node, f"“{address}”不是网址", "以 https:// 或 http:// 开头；不详的写 null")
    return address


def _amended(node: yaml.Node) -> tuple[Amended, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _UnfitError(node, "应是一个列表", '每项写作 {by: 刑法修正案（十二）, articles: ["165", "387"]}')
    found = []
    for child in node.value:
        values = _mapping(child, ("by", "articles"))
        found.append(Amended(_string(values["by"]), _numbers(values["articles"])))
    return tuple(found)


def _flag(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
        raise _UnfitError(node, "应是 true 或 false", "不分条的决定、解释写 true，其他法规不写这一键")
    return bool(node.value == "true")


def _numbers(node: yaml.Node) -> tuple[ArticleNumber, ...]:
    numbers = []
    for name, child in zip(_strings(node), node.value, strict=True):
        try:
            numbers.append(ArticleNumber.parse(name))
        except ValueError as error:
            raise _UnfitError(child, f"“{name}”不是条号", '写作 ["12", "120-1"]') from error
    if sorted(set(numbers)) != numbers:
        raise _UnfitError(node, "应按条号升序排列，不重复", "改正次序")
    return tuple(numbers)


def _uncertain(node: yaml.Node) -> tuple[str, ...]:
    names = _strings(node)
    for name, child in zip(names, node.value, strict=True):
        if name not in KEYS:
            raise _UnfitError(child, f"不认识的键“{name}”", "只能列出本文件头部的键")
    return names


_PARSERS: Mapping[str, Callable[[yaml.Node], object]] = {
    "title": _string,
    "aliases": _strings,
    "shared_aliases": _strings,
    "kind": _choice(Kind),
    "issuers": _some_strings,
    "number": _string,
    "adopted": _date,
    "promulgated": _date,
    "effective": _date,
    "repealed": _date,
    "succeeded_by": _strings,
    "version": _date,
    "history": _history,
    "amends": _strings,
    "amended": _amended,
    "source": _source,
    "undivided": _flag,
    "missing": _numbers,
    "uncertain": _uncertain,
    "text_from": _text_from,
}


def parse_facts(text: str, path: str, first_line: int = 2) -> tuple[Facts | None, dict[str, int], tuple[Fault, ...]]:
    """Read the YAML of a source file.

    `first_line` is the 1-based line of the file on which `text` begins. Returns the facts (None if anything is
    wrong), the line of every key, and the faults.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # What is left open is noticed further down; the mistake is where it begins.
        if error.context_mark and (error.problem or "").startswith(_NOTICED_LATE):
            mark = error.context_mark
        line = first_line + (mark.line if mark else 0)
        what = next((meaning for start, meaning in _YAML_PROBLEMS if (error.problem or "").startswith(start)), "")
        hint = "检查缩进、冒号后的空格和引号；含有“: ”或“#”的值用双引号括起来；头部以单独一行 --- 结束"
        return None, {}, (Fault(path, line, "头部不是合法的 YAML" + (f"：{what}" if what else ""), hint),)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        return None, {}, (Fault(path, line, f"头部含有 YAML 不允许的字符 U+{error.character:04X}", "删去它"),)
    except RecursionError:
        return None, {}, (Fault(path, first_line, "头部的括号嵌套太深", "列表写作 [甲, 乙]，其中不再套列表"),)
    if not isinstance(root, yaml.MappingNode):
        return (
            None,
            {},
            (Fault(path, first_line, "头部应是“键: 值”的形式", "每行一项，如 title: 中华人民共和国网络安全法"),),
        )
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for key_node, node in root.value:
        key, line = _name(key_node), first_line + key_node.start_mark.line
        if key in lines:
            faults.append(Fault(path, line, f"“{key}”写了两次（前一次在第 {lines[key]} 行）", "只留一个"))
            continue
        lines[key] = line
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"是否应为“{near[0]}”" if near else "可用的键：" + "、".join(KEYS)
            faults.append(Fault(path, line, f"不认识的键“{key}”", hint))
        elif _is_null(node):
            if key in _REQUIRED:
                faults.append(Fault(path, line, f"“{key}”不能为空", "写出它的值"))
        else:
            try:
                values[key] = _PARSERS[key](node)
            except _UnfitError as unfit:
                at = first_line + unfit.node.start_mark.line
                faults.append(Fault(path, at, f"“{key}”的值{_joined(unfit.message)}", unfit.hint))
    for key in (*_REQUIRED, *_REQUIRED_EVEN_IF_NULL):
        if key not in lines:
            hint = f"在头部加一行“{key}: …”" + ("，不详的写 null" if key in _REQUIRED_EVEN_IF_NULL else "")
            faults.append(Fault(path, first_line, f"头部缺少“{key}”", hint))
    if faults:
        return None, lines, tuple(faults)
    return Facts(**values), lines, ()  # type: ignore[arg-type]  # every value went through the parser of its key


def _joined(message: str) -> str:
    return message if message.startswith(("应", "不能", "不是")) else f"有误：{message}"


class _Dumper(yaml.SafeDumper):
    """Writes the version, and nothing else, in double quotes, as the contract of the file format has it."""


class _Quoted(str):
    pass


_Dumper.add_representer(
    _Quoted, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')
)


def dump_facts(facts: Facts) -> str:
    """Write facts as the YAML of a new source file, keys in the order of KEYS, with a final line feed."""
    values: dict[str, object] = {
        "title": facts.title,
        "aliases": list(facts.aliases),
        "shared_aliases": list(facts.shared_aliases),
        "kind": str(facts.kind),
        "issuers": list(facts.issuers),
        "number": facts.number,
        "adopted": facts.adopted,
        "promulgated": facts.promulgated,
        "effective": facts.effective,
        "repealed": facts.repealed,
        "succeeded_by": list(facts.succeeded_by),
        "version": _Quoted(facts.version.isoformat()),
        "history": [
            {"act": event.act, "date": event.on} | ({"effective": event.effective} if event.effective else {})
            for event in facts.history
        ],
        "amends": list(facts.amends),
        "amended": [{"by": each.by, "articles": [str(number) for number in each.articles]} for each in facts.amended],
        "source": facts.source,
        "undivided": facts.undivided,
        "missing": [str(number) for number in facts.missing],
        "uncertain": list(facts.uncertain),
        "text_from": {
            "how": str(facts.text_from.how),
            "from": facts.text_from.source,
            "checked": str(facts.text_from.checked),
        },
    }
    for key in ("shared_aliases", "succeeded_by", "history", "amended", "undivided", "missing", "uncertain"):
        if not values[key]:
            del values[key]
    return yaml.dump(
        values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 20, default_flow_style=None
    )
