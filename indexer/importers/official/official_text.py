"""What an official file consists of: title, 题注, 目录, the text, signatures, annexes; and what cannot be placed.

Official files are laid out in a few ways. The national database of laws gives a centred title, the history of adoption
in brackets (题注), a table of contents and the text. Ministries give an order (令), the signatures and the date, and
then the title and the text. Pages have more lines around both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.importers.annexes import annexes_of
from indexer.importers.official.lines import ARTICLE, Line, Lines
from indexer.importers.typography import annex_line, full_width
from indexer.model import COUNTRY, Event
from indexer.numerals import NUMERAL

__all__ = ["OfficialText", "recognise"]

_HEADING = re.compile(rf"第({NUMERAL})(编|分编|章|节)[ \u3000]*([^，。；]{{0,40}}?)(?:[ .…·\u3000]*\d+)?")
_SUPPLEMENT = re.compile(r"附[ \u3000]*则")
_CONTENTS = re.compile(r"目[ \u3000]*(?:录|次)")
_KIND = "法|法典|条例|办法|规定|细则|规则|规程|决定|解释|准则|指引|标准|方案|意见|目录|要求|公约"
_TITLE = re.compile(rf"[^，。；：！？]{{1,80}}(?:{_KIND})(?:（[^（）]{{2,12}}）)?")
_DATE = re.compile(r"(\d{4})[ \u3000]*年[ \u3000]*(\d{1,2})[ \u3000]*月[ \u3000]*(\d{1,2})[ \u3000]*日")
_NOTE = re.compile(r"（[^（）]*\d{4}[^（）]*(?:通过|公布|发布|修正|修订|施行|批准)[^（）]*(?:（[^（）]*）[^（）]*)*）")
_ACT = re.compile(
    r"(\d{4}年\d{1,2}月\d{1,2}日)[^，。；　 ]{0,60}?(通过|公布|发布|批准)"
    r"|根据(\d{4}年\d{1,2}月\d{1,2}日)[^　]{0,90}?(修正|修订)|(\d{4}年\d{1,2}月\d{1,2}日)[^，。　]{0,60}?(修订|修正)"
)
_ORDER = re.compile(
    r"(?P<who>(?:中华人民共和国)?(?:主席|国务院|[^\s，。《》]{2,40}?))令[ \u3000]*第?[ \u3000]*"
    rf"(?P<number>\d+|{NUMERAL})[ \u3000]*号"
)
_EFFECTIVE = re.compile(r"自[ ]*(\d{4})年[ ]*(\d{1,2})月[ ]*(\d{1,2})日[ ]*起(?:施行|实施)")
_AT_ONCE = re.compile(r"自(?:公布|发布)之日起(?:施行|实施)")
_FURNITURE = re.compile(
    r".*(?:责任编辑|来源[:：]|打印|关闭|分享|字号|上一篇|下一篇|相关链接|返回顶部|版权所有|ICP备|网站标识码|扫一扫|浏览次数).*"
)
_ORGAN = re.compile(r"[^，。《》：]{2,30}(?:办公室|委员会|部|局|总局|署|院|行|会|厅)")
_SIGNED = re.compile(
    r".*(?:令|号|公告|主任|部长|局长|署长|行长|总理|主席|委员长|会长|室务会|审议通过|现予公布|印发|通知)"
    r"(?:[ \u3000：:].*|[^，。]{0,6})?"
)
_SENTENCE_END = re.compile(r"[。；：”）》！？…]$")
_ANNEX = re.compile(rf"附(?:件|表|录)?(?:{NUMERAL}|\d+)?(?:[:：].*|[ \u3000].*)?")


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A text as far as a file gives it. `body` are the blocks below the front matter of a source file.

    `unplaced` are lines that are neither title nor text, each with why; none is left out silently.
    """

    title: str
    body: tuple[str, ...]
    issuers: tuple[str, ...]
    number: str | None
    history: tuple[Event, ...]
    promulgated: date | None
    effective: date | None
    at_once: bool
    unplaced: tuple[tuple[Line, str], ...]


def recognise(found: Lines) -> OfficialText | None:
    """The parts of a file; None where it has no 第一条."""
    lines = found.lines
    first = _first_article(lines)
    if first is None:
        return None
    begin = first
    while begin and _is_heading(lines[begin - 1].text):
        begin -= 1
    # A table of contents may stand right above: the text begins where the first heading comes for the last time.
    if begin < first:
        headings = [_heading(line.text) for line in lines[begin:first]]
        begin = first - 1 - headings[::-1].index(headings[0])
    front, title_at, title = _title(lines[:begin], found.titles)
    unplaced = [(line, "正文之前，不知是什么") for line in _left_over(front, title_at, title)]
    body, after = _text(lines[begin:], unplaced)
    closing, annexes = _end(after, unplaced)
    blocks = [*body]
    if closing:
        blocks += ["---", *closing]
    for annex_title, annex_lines in annexes:
        blocks += [f"# {annex_title}", *annex_lines]
    before = "\n".join(line.text for line in front)
    whole = f"{before}\n{body[-1] if body else ''}"
    order = _ORDER.search(re.sub(r"[ \u3000\n]+(?=令|第)", "", before))
    organs = _organs([re.sub(r"[ \u3000]", "", line.text) for line in front])
    dates = [_day(match) for line in front if (match := _DATE.fullmatch(line.text))]
    history = _history(before)
    promulgated = next((day for day in reversed(dates) if day), None)
    effective = _EFFECTIVE.search(whole)
    return OfficialText(
        title,
        tuple(blocks),
        organs or _issuers(before),
        _number(organs, order),
        history,
        promulgated,
        _day(effective) if effective else None,
        bool(_AT_ONCE.search(whole)),
        tuple(unplaced),
    )


def _first_article(lines: Sequence[Line]) -> int | None:
    return next((at for at, line in enumerate(lines) if (m := ARTICLE.match(line.text)) and m[1] == "一"), None)


def _is_heading(text: str) -> bool:
    return bool(_HEADING.fullmatch(text) or _SUPPLEMENT.fullmatch(text))


def _heading(text: str) -> str:
    if match := _HEADING.fullmatch(text):
        name = re.sub(r"[ \u3000]+", "", match[3])
        return f"第{match[1]}{match[2]}" + (f"\u3000{name}" if name else "")
    return "附则"


def _title(front: Sequence[Line], named: Sequence[str]) -> tuple[list[Line], range, str]:
    """The lines before the text without the table of contents, which of them are the title, and the title."""
    kept = [line for line in front if not _CONTENTS.fullmatch(line.text) and not _is_heading(line.text)]
    squeezed = [re.sub(r"[ \u3000]", "", line.text) for line in kept]
    for end in range(len(kept), 0, -1):
        if not _TITLE.fullmatch(squeezed[end - 1]) or _NOTE.fullmatch(squeezed[end - 1]):
            continue
        begin = end - 1
        # A title broken over several lines: the page names it whole, or the lines above are no sentences.
        for start in range(max(0, end - 3), end - 1):
            whole = "".join(squeezed[start:end])
            if any(whole in name for name in named) or (start == 0 and _TITLE.fullmatch(whole) and not named):
                begin = start
                break
        return kept, range(begin, end), full_width("".join(squeezed[begin:end]))
    whole = next((name for name in named if _TITLE.fullmatch(name)), "")
    return kept, range(0), whole


def _left_over(front: Sequence[Line], title: range, name: str) -> list[Line]:
    """Lines before the text that are neither title, note, order, date, signature nor furniture of a page."""
    left, in_note = [], False
    for at, line in enumerate(front):
        text = re.sub(r"[ \u3000]", "", line.text)
        opens = text.startswith("（") and _DATE.search(line.text)
        in_note = in_note or bool(opens)
        if at in title or in_note or text in name or name in text:
            in_note = in_note and not text.endswith("）")
        elif _DATE.fullmatch(line.text) or _SIGNED.fullmatch(text) or _FURNITURE.fullmatch(text):
            pass
        elif re.search(r"现予公布|审议通过|予以公布|起施行", text) or _ORGAN.fullmatch(text):
            pass  # the words of the order, and those who give it
        else:
            left.append(line)
    return left


def _text(lines: Sequence[Line], unplaced: list[tuple[Line, str]]) -> tuple[list[str], list[Line]]:
    """The blocks of the articles, and the lines that come after the last of them."""
    last = max(at for at, line in enumerate(lines) if ARTICLE.match(line.text))
    blocks: list[str] = []
    in_article = False
    end = len(lines)
    for at, line in enumerate(lines):
        text = line.text
        if at > last and _ends_text(text):
            end = at
            break
        if match := ARTICLE.match(text):
            blocks.append(f"# {match[0]}")
            in_article = True
            if rest := full_width(text[match.end() :]):
                blocks.append(rest)
        elif _is_heading(text):
            blocks.append(f"# {_heading(text)}")
            in_article = False
        elif in_article:
            blocks.append(full_width(text))
        else:
            unplaced.append((line, "不在任何条之内"))
    return blocks, list(lines[end:])


def _ends_text(text: str) -> bool:
    """Whether a line behind the last article is no more of it: an annex, a signature, what a page has below it."""
    below = _ANNEX.fullmatch(text) or _FURNITURE.fullmatch(text) or _DATE.fullmatch(text)
    return bool(below) or not _SENTENCE_END.search(text)


def _end(
    lines: Sequence[Line], unplaced: list[tuple[Line, str]]
) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """Signatures and annexes; what a page has around them is listed."""
    kept: list[Line] = []
    for line in lines:
        if _FURNITURE.fullmatch(line.text):
            unplaced.append((line, "网页上正文以外的内容"))
        else:
            kept.append(line)
    start = next((at for at, line in enumerate(kept) if _ANNEX.fullmatch(line.text)), len(kept))
    closing, below = kept[:start], kept[start:]
    signed = [full_width(line.text) for line in closing if len(line.text) <= 60]
    unplaced.extend((line, "最后一条之后，不知是什么") for line in closing if len(line.text) > 60)
    annexes, bare = annexes_of([annex_line(line.text) for line in below])
    unplaced.extend((Line(below[0].number, title), "附件没有内容") for title in bare)
    return signed, [(annex.title, annex.lines) for annex in annexes]


def _history(front: str) -> tuple[Event, ...]:
    """The steps named in the 题注, in their order."""
    text = re.sub(r"[ ]", "", front)
    events: list[Event] = []
    for note in _NOTE.finditer(text.replace("\n", "")):
        for match in _ACT.finditer(note[0]):
            day, act = next((match[at], match[at + 1]) for at in (1, 3, 5) if match[at])
            found = _DATE.search(day)
            assert found
            events.append(Event(act, _day(found)))
    return tuple(events)


def _organs(lines: Sequence[str]) -> tuple[str, ...]:
    """Those who give an order (令): they stand before the word, each on a line of its own or all on one."""
    for at, line in enumerate(lines):
        if not (match := re.fullmatch(r"(.*?)令(?:第?.{1,8}号)?", line)):
            continue
        names = [match[1]] if match[1] else []
        for above in reversed(lines[:at]):
            if match[1] or not _ORGAN.fullmatch(above):
                break
            names.insert(0, above)
        names = [name for each in names for name in re.split("、", each)]
        if names and "主席" not in names[0]:
            return tuple(name.removeprefix(COUNTRY) for name in names)
    return ()


def _number(organs: Sequence[str], order: re.Match[str] | None) -> str | None:
    """国务院令第790号; of several organs the first one gives the number."""
    if not order:
        return None
    if "主席" in order["who"]:
        return f"中华人民共和国主席令第{order['number']}号"
    return f"{organs[0] if organs else order['who']}令第{order['number']}号"


def _issuers(front: str) -> tuple[str, ...]:
    match = re.search(r"全国人民代表大会常务委员会|全国人民代表大会", front)
    return (match[0],) if match else ()


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
