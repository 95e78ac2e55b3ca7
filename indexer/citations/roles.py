"""What each citation is for in its sentence.

A citation is judged by the words around its list: what stands before it in its clause (违反, 依照, 除), what follows
(规定的, 所称, 外), and whether the sentence attaches a sanction. An item belongs to the sentence that introduces the
items (有下列行为之一的，处……罚款：). The rules stand in the order in which they are tried.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from indexer.citations.targets import Citation, Kind, Role
from indexer.model import Article

__all__ = ["roles"]

_SANCTION = re.compile(
    r"罚款|警告|通报批评|没收|吊销|暂扣|拘留|处分|处罚|罚金|有期徒刑|无期徒刑|拘役|管制|死刑|刑事责任|责令|取缔|降级"
    r"|撤职|开除|判处|从重|惩处|剥夺|定罪|终身|予以辞退|撤销(?:登记|许可|资格|其|注册|批准)|注销|停业|法律责任|禁止从事|收缴|追缴|关闭(?!账)"
    r"|不得(?:从事|担任|再次)|不予(?:注册|受理其)|(?:给予|予以|进行)处理|停止(?:受理|办理|接受)|列入.{0,12}名单|宣布无效|免除处罚|减轻"
)
_BREACH_AFTER = re.compile(
    r"(?:的?规定(?:之罪|的?.{0,14}(?:行为|情形|罪|情节|犯罪|活动|事项|义务|要求|禁止|违法|之一|条件)|，|的，|、|或者|以及|和|$)"
    r"|(?:所列|所述)?.{0,10}(?:行为|之罪|罪|情形)|规定)"
)
_APPLY = re.compile(
    r"(?:依照|按照|依据|根据|适用|参照|比照|遵守|准用|执行|遵循|按|依|符合|接受|受|服从|履行|落实|除应当符合)"
    r"(?:[^，；。：《》]{0,6}|本法和|本法以及|本条例和|本办法和|宪法和|[^，；。：]{0,12}(?:和|及|、|与|或者))$"
)
_PROCEDURE = re.compile(
    r"登记|备案|申请|申报|起诉|提起|诉讼|复议|仲裁|审批|报批|批准|报请|请求(?!承担|赔偿)|审查|审核|评估|认证|检测|许可|公证|注册|听证|检验|鉴定|立案"
    r"|办理[^，；。：]{0,10}(?:手续|延期)|通过[^，；。：]{0,20}评估|提出[^，；。：]{0,20}申请"
)
_APPLICATION_AFTER = re.compile(
    r"处罚|处理|执行|给予|承担|追究|赔偿|补偿|处分|撤销|撤回|不予|中止|终止|没收|计算|确定|采取|享有|行使|履行|负责|管理|保护|进行|从事|使用|决定|宣告|的"
)
_AMEND = re.compile(r"废止|修改为|改为|删去|失去效力|停止施行")
_BASIS = re.compile(
    r"制定本?(?:法|条例|办法|规定|细则|决定|解释|规则|准则|标准|实施)|作出如下决定|作如下(?:决定|解释)|修改"
)
_DEFINES = re.compile(r"^(?:规定)?(?:所称|所指|所谓)的?.{0,40}?(?:是指|包括|，指|，是|为|即|，包括|，不包括|范围)")
_OUTSIDE = re.compile(r"^[^，；。：]{0,60}?(?:以外|之外|外)(?:[，的、其]|$|法律|由|均|应|可|不|经|还)")
_ADDITIVE = re.compile(r"除(?:应当)?(?:依照|按照|适用|符合|遵守|应当|执行|具备|履行|依据|根据|依法)")
_FURTHER = re.compile(r"^[^，；。：]{0,60}外，[^；。]{0,40}?(?:还|也)(?:应当|可以|须|要|必须|得)")
"""除第N条规定外，还应当……: what the cited provision says applies too."""
_NOMINAL = re.compile(r"的(?!规定|有关规定|要求|，|外|条件外)[^，；。：]{1,24}(?:以外|之外|外)")
_EXEMPT = re.compile(r"不包括|不含|不适用|不受|免于|免予|不再适用|不执行")
_EXCEPT_END = re.compile(
    r"^[^，；。：]{0,40}(?:的除外|除外(?!情形))|^[^。；：]{0,60}(?:的除外|除外)$|另有规定的?(?:除外|，)"
)
_CONDITION = re.compile(r"(?:但是?|但书)?，?(?:有|属于|符合|具有)[^，；。：]{0,8}$")
_RELEASED = re.compile(
    r"^[^，；。：]{0,20}(?:情形|行为|条件|规定)?[^，；。：]{0,10}的，[^。；依]{0,12}?"
    r"(?:不需|无需|不必|可以不|不予处罚|不予行政处罚|不受|不适用|免予|免除(?!处罚)|不承担|不构成|不视为|不再|不认为)"
)


_IMPOSED = re.compile(r"被判处[^，；。]{0,30}的，")
"""A sanction that somebody already bears is not the one that the sentence attaches."""


@dataclass(frozen=True, slots=True)
class _Context:
    """The words around a list of citations.

    `before` and `after` reach to the ends of the sentence, `clause` and `rest` to the next comma; `lead` is the
    sentence that introduces the items, if the list stands in one, and `items` are the items it introduces itself.
    """

    before: str
    after: str
    clause: str
    rest: str
    lead: str
    items: str

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.after}"


def roles(article: Article, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations of `article`, each with its role."""
    return tuple(
        replace(each, role=_role(each, context))
        for context, members in _contexts(article, citations)
        for each in members
    )


def _contexts(article: Article, citations: Sequence[Citation]) -> Iterator[tuple[_Context, list[Citation]]]:
    text = article.text
    spans = list(article.spans())
    units = [unit for _, _, unit in spans]
    for _, members in groupby(citations, key=lambda each: each.group):
        group = list(members)
        first, last = group[0].start, group[-1].end
        low, high, unit = next(span for span in spans if first < span[1])
        begin = max(low, text.rfind("。", low, first) + 1)
        end = text.find("。", last, high)
        end = high if end < 0 else end + 1
        before, after = text[begin:first], text[last:end]
        lead = items = ""
        if unit.id.item is not None:
            above = next(each for each in units if each.id.article == unit.id.article
                         and each.id.paragraph == unit.id.paragraph and each.id.item is None)  # fmt: skip
            lead = above.text
        elif after.endswith("：") or text[high - 1 : high] == "：":
            items = "".join(
                each.text for each in units if each.id.paragraph == unit.id.paragraph and each.id.item is not None
            )
        yield (
            _Context(before, after, re.split("[，；。：]", before)[-1], re.split("[，；。：]", after)[0], lead, items),
            group,
        )


def _role(citation: Citation, context: _Context) -> Role:
    if _is_amendment(context):
        return Role.AMENDMENT
    if _is_basis(citation, context):
        return Role.BASIS
    if _DEFINES.match(context.after):
        return Role.DEFINITION
    if _is_exception(context):
        return Role.EXCEPTION
    if re.search(r"除(?!以|外)[^，；。：]{0,40}$", context.before) and _FURTHER.match(context.after):
        return Role.APPLICATION
    if role := _applied(context):
        return role
    if _is_penalty(citation, context):
        return Role.PENALTY
    if citation.kind is Kind.LAW and re.search(r"遵守(?:以下|下列)规定：$", context.lead):
        return Role.APPLICATION
    return Role.MENTION


def _is_amendment(context: _Context) -> bool:
    return bool(_AMEND.search(context.rest) or re.search(r"(?:废止|删去|修改)[^，；。：]{0,6}$", context.clause)
                or (_AMEND.search(context.after) and "废止" in context.after and "施行" in context.before))  # fmt: skip


def _is_basis(citation: Citation, context: _Context) -> bool:
    if not re.search(r"(?:根据|依据|依照|按照|遵循)[^。；]*$", context.before):
        return False
    return bool(citation.kind is Kind.LAW or "制定" in context.after) and bool(_BASIS.search(context.after))


def _is_exception(context: _Context) -> bool:
    if (opening := re.search(r"除(?!以|外)[^，；。：]{0,40}$", context.before)) and (
        outside := _OUTSIDE.match(context.after)
    ):
        if _FURTHER.match(context.after):
            return False
        whole = opening[0] + "□" + outside[0]
        return not _ADDITIVE.match(opening[0]) or bool(_NOMINAL.search(outside[0])) or "除外" in whole
    if re.match(r"^(?:的?规定|的)?(?:[^，；。：]{0,12})?(?:以外|之外)", context.after):
        return True
    if re.match(r"[^，；。：]{0,30}规定，不适用", context.after):
        return True
    if _EXEMPT.search(context.clause[-24:]):
        return True
    if _EXCEPT_END.search(context.rest) or re.search(r"的除外$|除外$", context.rest):
        return True
    if re.search(r"不受$|不适用$", context.clause) or (
        re.match(r"^[^，；。：]{0,14}(?:的限制|限制)", context.rest) and "不受" in context.clause
    ):
        return True
    return bool(_CONDITION.search(context.clause) and _RELEASED.match(context.after))


def _applied(context: _Context) -> Role | None:
    """依照 …: application, or procedure where it says how to apply, register, file or sue."""
    if re.search(r"提交(?!的)[^，；。：]{0,4}$", context.clause):
        return Role.PROCEDURE
    if not _APPLY.search(context.clause) or re.search(
        r"(?:未|不|没有)(?:依照|按照|依据|根据|遵守|履行|执行|符合)[^，]{0,4}$", context.clause
    ):
        return None
    if re.search(r"(?:符合|具备)[^，；。：]{0,4}$", context.clause):
        return None
    tail = re.sub(r"^(?:的?(?:有关)?规定|的)", "", context.rest)
    if not tail and context.after[:1] == "，":
        tail = re.split("[，；。：]", context.after)[1]
    procedure, application = _PROCEDURE.search(tail), _APPLICATION_AFTER.search(tail)
    if procedure and (not application or procedure.start() < application.start()):
        return Role.PROCEDURE
    return Role.APPLICATION


def _is_penalty(citation: Citation, context: _Context) -> bool:
    """A breach of the cited provision, in a sentence that attaches a sanction to it."""
    consequence = context.after + context.items if not context.lead else context.after + context.lead
    if not _SANCTION.search(_IMPOSED.sub("", consequence)):
        return False
    if citation.kind is Kind.LAW and re.match(r"的?规定的?从轻", context.rest):
        return False
    if re.search(r"(?:违反|违背|犯|触犯)[^，；。：]{0,30}$", context.clause):
        return not re.search(r"(?:发现|防止|防范)[^，；。：]{0,30}$", context.clause)
    if re.search(r"不具有[^，；。：]{0,6}$", context.clause):
        return False
    if re.match(r"(?:所列|规定的)?行为负有", context.rest):
        return True
    if re.search(
        r"(?:[不未](?:履行|按照?|依照|遵守|执行|落实|尽到)|拒不(?:履行|执行))[^，；。：]{0,12}$", context.clause
    ):
        return True
    if re.search(r"(?:(?<![国所])有|属于|(?<!不)构成|实施|对违反)[^，；。：]{0,10}$", context.clause):
        return bool(_BREACH_AFTER.match(context.rest)) and not re.match(r".{0,14}(?:后果|权利|义务的)", context.rest)
    if re.search(r"(?:制作|复制|发布|传播|传输)[^，；。：]{0,8}$", context.clause):
        return bool(re.search(r"(?:所列|规定|禁止)[^，；。：]{0,20}(?:内容|信息)", context.rest))
    if context.lead and _SANCTION.search(context.lead):
        return not re.match(r"(?:的)?(?:手段|方式|方法|获取)", context.rest)
    return citation.kind is Kind.CHAPTER and bool(re.search(r"罪|犯", context.rest))
