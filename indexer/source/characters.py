"""Characters that have no place in a source file: no reader sees them, and they break search and citations."""

import re

__all__ = ["unfit_character"]

_UNFIT = re.compile(
    r"""
    (?P<控制字符>[\x00-\x08\x0b-\x1f\x7f-\x9f])
    | (?P<无法编码的字符>[\ud800-\udfff])            # a surrogate without its other half
    | (?P<看不见的字符>[\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff9-\ufffb])
    """,
    re.VERBOSE,
)


def unfit_character(text: str) -> str:
    """The first unfit character of `text` as a phrase for a message (控制字符 U+0000); empty where there is none."""
    match = _UNFIT.search(text)
    return f"{match.lastgroup} U+{ord(match[0]):04X}" if match else ""
