"""What an article does: defines, obliges, forbids, allows, penalises; read from its words and headings.

The words are those that 立法技术规范（试行）（一） lays down for them: 应当 (not 必须) obliges, 不得 and 禁止 forbid,
可以 and 有权 allow; 是指 and 包括 define; penalties stand in the chapter 法律责任 or name a measure of punishment.
"""

import re
from collections.abc import Sequence
from enum import IntFlag

__all__ = ["TYPE_NAMES", "ProvisionType", "provision_type"]


class ProvisionType(IntFlag):
    """An article may be of several types."""

    DEFINITION = 1
    DUTY = 2
    PROHIBITION = 4
    RIGHT = 8
    PENALTY = 16


TYPE_NAMES = {
    ProvisionType.DEFINITION: "定义",
    ProvisionType.DUTY: "义务",
    ProvisionType.PROHIBITION: "禁止",
    ProvisionType.RIGHT: "权利",
    ProvisionType.PENALTY: "法律责任",
}
"""In Chinese, for readers."""

_DUTY = re.compile("应当|必须|有义务|有责任")
_PROHIBITION = re.compile("不得|禁止|严禁")
_RIGHT = re.compile("有权(?!机关)|可以|享有|有权利")
_PENALTY = re.compile(
    "处[^。；]{0,30}(?:罚款|拘留|有期徒刑|无期徒刑|死刑|拘役|管制|罚金)|并处|没收违法所得|吊销|予以?警告|给予处分|予以处分"
    "|责令(?:限期)?改正|责令停|追究刑事责任|治安管理处罚|违反本[^，。；]{1,8}的，[^。；]*(?:予以|规定)(?:处罚|处理)"
    "|承担[^。；]{0,12}(?:法律|民事|刑事|行政|侵权|违约|赔偿|连带|补充|相应的?|主要|次要|全部|同等)责任"
)
_PENALTY_HEADINGS = ("法律责任", "罚则", "行政处罚", "刑罚")
"""Not where something else stands beside it: of 监督检查和法律责任 only what the words themselves say."""
_BESIDE = re.compile("[和与及、]")


def provision_type(text: str, headings: Sequence[str], defines: bool) -> ProvisionType:
    """The types of an article with this text below these headings; `defines`: terms are defined in it."""
    found = ProvisionType(0)
    if defines:
        found |= ProvisionType.DEFINITION
    if any(_penal(heading) for heading in headings) or _PENALTY.search(text):
        found |= ProvisionType.PENALTY
    if _DUTY.search(text):
        found |= ProvisionType.DUTY
    if _PROHIBITION.search(text):
        found |= ProvisionType.PROHIBITION
    if _RIGHT.search(text):
        found |= ProvisionType.RIGHT
    return found


def _penal(heading: str) -> bool:
    return any(name in heading for name in _PENALTY_HEADINGS) and not _BESIDE.search(heading)
