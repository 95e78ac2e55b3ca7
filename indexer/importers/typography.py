"""Put right what transmission did to the typography of a line, without changing a word.

Official texts use full-width punctuation, curly quotation marks and no spaces inside Chinese text (GB/T 15834—2011
标点符号用法); data that passed through other formats has half-width marks, straight quotes, stray spaces and remnants
of Markdown.
"""

import re
import unicodedata

from indexer.numerals import NUMERAL

__all__ = ["annex_line", "full_width", "is_drawing", "without_images"]

_HAN = "\u3400-\u9fff〇"
_WIDE = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_BETWEEN = re.compile(rf"(?<=[{_HAN}，。；：、）”》〉])[ \u2009\u3000\t]+(?=[{_HAN}，。；：、（“《〈])")
_QUOTED_LABEL = re.compile(rf"([“‘]第{NUMERAL}(?:条(?:之{NUMERAL})?|编|分编|章|节))[ \u3000]+")
_HALF_WIDTH = re.compile(rf"(?<=[{_HAN}〉》”）])[,:;?!]|[,:;?!](?=[{_HAN}“《（])")
_PARENTHESES = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)|\(([〇零一二三四五六七八九十百\d]+)\)")
_SUBSCRIPT = re.compile(r"~(\d+)~")
_LETTER_SPACED = re.compile(rf"(?:(?<=^)|(?<=[ |]))[{_HAN}](?:[ \u3000]+[{_HAN}])+(?=$|[ |（])")
_SPACES = re.compile(r"[ \u3000\t]+")
_PROSE = re.compile("[，。；：]")
_IMAGE = re.compile(r"!\[?[^\]{}]*\]?(?:\([^)]*\))?\{[^}]*\}")
_DRAWING = re.compile(r"[-+=| \t]*[-+=|][-+=| \t]+|\|")


def full_width(line: str) -> str:
    """The line in NFC, with full-width marks in Chinese text, curly quotes and no stray spaces.

    Straight double quotes open and close in turn within the line: in amendments every quoted paragraph opens a quote
    and only the last one closes it, so a line that begins with one opens it. The space between the label and the text
    of a quoted article (“第一百二十条之二　有下列情形之一的) stays.
    """
    line = _marks(line)
    label = _QUOTED_LABEL.match(line)
    start = f"{label[1]}\u3000" if label else ""
    return start + _BETWEEN.sub("", line[label.end() if label else 0 :])


def annex_line(line: str) -> str:
    """`full_width` for prose; in a line of a table or list the spaces that keep its columns apart stay."""
    if "|" not in line and _PROSE.search(line):
        return full_width(line)
    return _LETTER_SPACED.sub(lambda match: _SPACES.sub("", match[0]), _SPACES.sub(" ", _marks(line)))


def _marks(line: str) -> str:
    line = unicodedata.normalize("NFC", line).strip(" \t\u3000\u2009").removesuffix("\\")
    line = line.replace("\\<", "〈").replace("\\>", "〉").replace("\u2009", "")
    line = _SUBSCRIPT.sub(lambda match: "".join(chr(ord("₀") + int(digit)) for digit in match[1]), line)
    line = _curly(line, '"', "“", "”")
    line = _curly(line, "'", "‘", "’")
    line = _PARENTHESES.sub(lambda match: f"（{match[1] or match[2]}）", line)
    return _HALF_WIDTH.sub(lambda match: _WIDE[match[0]], line)


def _curly(line: str, straight: str, opening: str, closing: str) -> str:
    parts = line.split(straight)
    if len(parts) == 1:
        return line
    marks = [opening if number % 2 == 0 else closing for number in range(len(parts) - 1)]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))


def without_images(text: str) -> tuple[str, int]:
    """`text` without the remnants of pictures (`![…]{width="3in"}`, also over two lines), and how many there were."""
    return _IMAGE.subn("", text)


def is_drawing(line: str) -> bool:
    """Whether the line only draws the frame of a table."""
    return bool(_DRAWING.fullmatch(line))
