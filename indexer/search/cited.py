"""The instruments that a query names and the articles that it cites, in every shape that people type.

个保法13条, 第十三条至第十五条, 网安法第59、60、61条, 反诈法25、31, 刑法253之一, PIPL Article 38, 第13条个保法,
网络安全法2016第41条, 国务院令第790号. `site/assets/search/cited.js` is the same in the browser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.model import COUNTRY
from indexer.numerals import NUMERAL, to_chinese
from indexer.search.analysis import HAN, provision_token
from indexer.search.orders import number_of, order_at
from indexer.search.postings import LONGEST_NAME, Library
from indexer.search.records import Law
from indexer.search.sounds import LONGEST, sound

__all__ = [
    "OLDER",
    "Citation",
    "NamedAndCited",
    "bare_titles",
    "called",
    "cites_behind",
    "is_latin",
    "is_of_version",
    "law_named",
    "named_and_cited",
    "unknown_standards",
]

LONGEST_RANGE = 150
"""Articles of a range (第13条至第15条) that are looked up; of longer ones only both ends."""

MOST_CITED = 200
"""Articles that one query may cite."""

SHORT, LONG = 3, 4
"""Names of so many characters are found in other ones; the ends of names mean the law if they have so many, and so FEW
have them."""

FEW = 3

OLDER = "旧"
"""The version of who cites an older text without its year: 旧网安法41条."""

_N = rf"(?:{NUMERAL}|[0-9]{{1,4}})"
_HAN = re.compile(f"[{HAN}]")
_YEAR = "(?:19[4-9][0-9]|20[0-9]{2})"
_MARK = "(?:articles?|arts?\\.?|§§?)[ ]?"
_TO = "至|到|~|-|—|–|to"
_RANGE = frozenset(_TO.split("|"))
_SHORT = rf"(?:[ ]?\((?P<short>[0-9]{{1,2}})\)(?!项))?(?:[ ]?\((?P<short_item>{NUMERAL}|[0-9]{{1,2}})\)(?!项))?"
"""个保法66条(2) is the second 款, 个保法13条(二) the second 项."""
_PLAIN_SHORT, _ENGLISH_SHORT = _SHORT.replace("short", "plain_short"), _SHORT.replace("short", "english_short")
_SAME = rf"(?P<same>(?:[ ]?[、,和及与至到~-][ ]?第?{_N})*)"
"""More 款 of the same article: 第2、3款."""
_REST = rf"(?:[ ]?第?[ ]?(?P<paragraph>{_N}){_SAME}[ ]?款)?(?:[ ]?第?[ ]?\(?(?P<item>{_N})\)?[ ]?项(?!目))?{_SHORT}"
_IN_ENGLISH = r"(?:,?[ ]?para(?:graph|\.)?[ ]?(?P<english_paragraph>[0-9]{1,2}))?"
"""Article 13, paragraph 1."""
_LISTED = rf"[ ]?(?:至|到|和|及|与|以及)[ ]?第?[ ]?{_N}[ ]?条"
"""What may stand behind a number without 条: 个保法13到15条."""
_BARE_END = rf"(?:(?![a-z0-9.%{HAN}])|(?={_LISTED}))"
_AFTER_NAME = re.compile(
    rf"""
    [ 》〉]* (?:
        第?[ ]?(?P<number>{_N})[ ]?条(?!件)(?:之(?P<branch>{_N}))? {_REST}
      | 第?(?P<parent>{_N})之(?P<child>{_N})(?:(?![{HAN}0-9])|(?=[和及与至到]))
      | 第(?P<bare>{_N})(?:(?![{HAN}0-9])|(?={_LISTED}))
      | {_MARK}(?P<english>[0-9]{{1,4}}){_IN_ENGLISH}(?![a-z0-9.%{HAN}]){_ENGLISH_SHORT}
      | (?!{_YEAR}(?![0-9]))(?P<plain>[0-9]{{1,4}})(?:\.(?P<dotted>[0-9]{{1,2}}))?{_BARE_END}{_PLAIN_SHORT}
      | (?P<spelt>{NUMERAL}){_BARE_END}
    )
    """,
    re.VERBOSE,
)
_ALONE = re.compile(
    rf"""
    (?: 第[ ]?(?P<number>{_N})[ ]?条(?!件)(?:之(?P<branch>{_N}))?
      | (?<![{HAN}a-z0-9])(?P<digits>[0-9]{{1,4}})[ ]?条(?!件)(?:之(?P<digits_branch>{_N}))?
      | (?<![{HAN}a-z0-9])(?P<numeral>{NUMERAL})条(?![{HAN}])
      | (?<![a-z]){_MARK}(?P<english>[0-9]{{1,4}}){_IN_ENGLISH}(?![a-z0-9.%{HAN}])
    ) {_REST}
    """,
    re.VERBOSE,
)
_MORE = re.compile(
    rf"""
    (?P<separator>[ ]?(?:、|,|;|和|及|与|以及|and|{_TO})[ ]?|[ ]) (?:
        第?[ ]?(?P<number>{_N})[ ]?条(?!件)(?:之(?P<branch>{_N}))? {_REST}
      | 第?(?P<parent>{_N})之(?P<child>{_N})(?:(?![{HAN}0-9])|(?=[和及与至到]))
      | (?P<within>第?\(?{_N}\)?[款项](?:第?\(?{_N}\)?项)?)(?!目)
      | 第?(?!{_YEAR}(?![0-9]))(?P<bare>{_N}){_BARE_END}
    )
    """,
    re.VERBOSE,
)
"""One more article behind one that is cited."""

_VERSION = re.compile(
    rf"[ 》〉]*(?:\((?P<bracketed>{_YEAR})年?(?:版|文本|修[正订改]版?)?\)"
    rf"|(?P<year>{_YEAR})年?(?:版|文本|修[正订改]版?)?(?![0-9])的?"
    rf"|(?:(?P<older>旧|原|修[改订正]以?前)|新|现行|修[改订正]以?后)的?(?=[ ]?第?[ ]?{_N}))"
)
"""The year of a text behind the name of its law, or which one is meant."""
_VERSION_BEFORE = re.compile(
    rf"(?:(?P<year>{_YEAR})(?:年|版|年版)?的?|(?P<older>旧|原|老|修[改订正]以?前)的?"
    rf"|(?P<newer>(?<![{HAN}])新|最新|现行(?:有效)?|修[改订正]以?后)的?)[ ]?$"
)
_OWN = re.compile("本(?:法|条例|规定|办法|细则|规则|准则|决定)[ ]?$")
"""In front of an article: a passage of a law, which cites itself (违反本法第三十三条规定的)."""
_UNKNOWN = re.compile(
    rf"(?:^|[ 《,、;])[和及与或]?(?P<name>(?!本|该|此|违反|依照|根据|按照|依据|上述|前述|管理|处理)[{HAN}]{{2,24}}"
    rf"(?:法|条例|规定|办法|细则|规则|解释|准则|决定|意见)|(?!art)[a-z]{{3,10}})[ 》]*$"
)
"""What looks like the name of an instrument in front of an article: 税收征管法63条, GDPR 第6条."""
_NAME_ENDS = "法例定则释办见"
_NUMBERED = re.compile(rf"第?[ ]?(?P<number>{_N})[ ]?条(?!件)(?:之(?P<branch>{_N}))?{_REST}")
_NO_PART = frozenset("至到据反照和与及或在对旧原老新国用看于按的从依改犯是把将以由跟同查读了条款项章节编号年版")
"""Characters that may stand before a short name (根据刑法); others make it a part of a longer one (劳动合同法)."""
_LONGER = re.compile("的?(?:实施)?(?:条例|细则|司法解释|解释)|实施(?:办法|意见|规定)|修正案")
"""What makes the name of a law a part of another instrument's name: 商标法实施条例."""
_OF = re.compile("[ ]*(?:of[ ](?:the[ ])?)?")
_NO_LAW = re.compile(
    "(?:[方办做用写说想看手算语书技疗历兵违合非守犯枉执司立普依无设新旧老本该此何其位别般体序内外国家部些入玩打学懂知不私政]法|的(?:法|条例))$"
)
"""Words that end as titles of laws do: 生成算法, 上位法, 哪部法."""
_BARE = re.compile(
    rf"(?<![^ ,、;])(?:违反|依照|根据|按照|依据|关于|适用)?"
    rf"(?P<title>[{HAN}]{{2,16}}法|[{HAN}]{{4,16}}条例|[{HAN}]{{1,12}}修正案(?:\({_N}\)|{_N})?)(?![^ ,、;?])"
)
"""What looks like a title though it stands in no brackets: 劳动合同法 竞业限制."""
_NO_TITLE = re.compile(
    "没有|什么|怎么|怎样|如何|哪|我国|我们|是不是|是否|能否|能不能|可以|需要|规定|遵守|申请|违反|[的和与及或]"
)
"""What titles of laws do not hold, but questions: 有没有劳动合同法."""
_STANDARD = re.compile(r"(?<![a-z0-9])gb(?:/[tz])?[ ]?[0-9]{3,6}(?:\.[0-9]+)?(?:-[0-9]{4})?(?![0-9])")
"""The number of a national standard: GB/T 35273-2020."""
_ISSUED = re.compile("(?<=[0-9])[ ]?[-–—]?[ ]?[12][09][0-9]{2}(?![0-9])")
"""The year of a standard behind its number: GB 45438—2025."""
_PIECE = re.compile(rf"(?<![{HAN}a-z0-9])[{HAN}]{{1,16}}?(?=第[ ]?{_N}|[^{HAN}]|$)")
_NO_NAME_BEFORE = ("法律", "法院", "法人", "法官", "法庭", "法定")
"""A name that ends in 法 is none where these words begin with that very character (网络安全法律责任)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article to look up. `slugs` are the instruments that may be meant (none: any); `article` is its token in
    the index (第13条), `label` its name (第十三条); `unit` is the end of a unit's id (`-p1-i3`), empty for the
    article; `version` is the year of the text that is meant, OLDER for any that is not in force now, or empty."""

    slugs: tuple[str, ...]
    article: str
    label: str
    unit: str
    version: str = ""


class NamedAndCited(NamedTuple):
    """The articles that a text cites, the laws that it names (each the slugs that it may mean), what is left of the
    text, as long as before, and names with one character wrong, with the slugs that they were taken for."""

    citations: tuple[Citation, ...]
    laws: tuple[tuple[str, ...], ...]
    left: str
    misspelt: tuple[tuple[str, tuple[str, ...]], ...]


def named_and_cited(text: str, library: Library) -> NamedAndCited:
    """What a normalised text cites and names."""
    rest = list(text)
    citations: dict[Citation, None] = {}
    laws: dict[tuple[str, ...], None] = {}
    misspelt: dict[tuple[str, tuple[str, ...]], None] = {}
    slugs: tuple[str, ...] = ()
    last: Citation | None = None
    at = last_end = 0
    while at < len(text):
        begin = at
        named = _name_at(text, at, library)
        version = ""
        end = at
        if named:
            slugs, end = named.slugs, named.end
            if named.misspelt:
                misspelt.setdefault((named.misspelt, slugs))
            match = _AFTER_NAME.match(text, end)
            before = _VERSION_BEFORE.search(text, max(0, at - 8), at)
            after = None if match else _VERSION.match(text, end)
            if after:
                match = _AFTER_NAME.match(text, after.end())
                version = after["bracketed"] or after["year"] or (OLDER if after["older"] else "")
            elif before and not before["newer"]:
                version = before["year"] or OLDER
            texts = _texts_of(slugs, version, library) if version and not match else ()
            laws.setdefault(texts or slugs)
            if before and not after and (match or texts or before["newer"]):
                begin = before.start()
            if after and texts:
                end = after.end()
        else:
            match = _ALONE.match(text, at)
            if match and not slugs and _OWN.search(text, max(0, at - 4), at):
                at = (_listed(text, match, (), "") or ((), at + 1))[1]
                continue
            behind = not match and at > 0 and text[at - 1] in _NAME_ENDS
            if behind:
                match = _NUMBERED.match(text, at)
            unknown = _UNKNOWN.search("".join(rest), 0, at) if match else None
            if behind and not unknown:
                match = None
            if unknown:
                # The article of an instrument that the library does not know, and of no other.
                slugs, begin = called(unknown["name"], library), unknown.start("name")
        listed = _listed(text, match, slugs, version) if match else None
        if listed:
            found, end = listed
            if not named and not slugs:
                end, after_it = _law_behind(text, end, library)
                found = [replace(each, slugs=after_it) for each in found]
            if named and last and last.slugs == slugs and text[last_end:begin].strip(" ") in _RANGE:
                # 个保法13条至个保法15条
                between = _between(_of_article(last.article), _of_article(found[0].article))
                found = [*(Citation(slugs, *_article(*each), "", version) for each in between), *found]
                begin = last_end
            last, last_end = found[-1], end
            for each in found:
                if len(citations) < MOST_CITED:
                    citations.setdefault(each)
        elif not named:
            at += 1
            continue
        rest[begin:end] = " " * (end - begin)
        at = end
    return NamedAndCited(tuple(citations), tuple(laws), "".join(rest), tuple(misspelt))


def _texts_of(slugs: tuple[str, ...], version: str, library: Library) -> tuple[str, ...]:
    """The ids of the texts of some instruments that are of a year, or older than others (OLDER)."""
    return tuple(law.id for law in library.laws if law.slug in slugs and is_of_version(law, version))


def is_of_version(law: Law, version: str) -> bool:
    """Whether a text is of the very version that a citation asks for."""
    if version == OLDER:
        return bool(law.superseded)
    return bool(version) and law.id.partition("@")[2].startswith(version)


def called(name: str, library: Library) -> tuple[str, ...]:
    """The instruments whose names end so (评估办法), if these are few; else the name itself, which none has."""
    known = {slug for other, slugs in library.names.items() if other.endswith(name) for slug in slugs}
    return tuple(sorted(known)) if len(name) >= LONG and 0 < len(known) <= FEW else (name,)


def law_named(text: str, library: Library) -> tuple[str, ...]:
    """The slugs that a text means if it is the name of a law and nothing else; empty if it is not."""
    named = _name_at(text, 0, library)
    return named.slugs if named and named.end == len(text) else ()


def cites_behind(text: str, at: int) -> bool:
    """Whether the number of an article stands at `at`, as it does behind the name of a law."""
    return bool(_AFTER_NAME.match(text, at))


def _law_behind(text: str, end: int, library: Library) -> tuple[int, tuple[str, ...]]:
    """The law that is named behind an article (第13条个保法), if that name has no article of its own; and where what
    belongs to the article ends."""
    begin = _OF.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing as well
    named = _name_at(text, begin, library)
    if not named or _AFTER_NAME.match(text, named.end):
        return end, ()
    return begin, named.slugs


def _listed(text: str, match: re.Match[str], slugs: tuple[str, ...], version: str) -> tuple[list[Citation], int] | None:
    """The articles that begin with the one of a match of _AFTER_NAME or _ALONE, and where they end; None where its
    numeral is malformed."""
    first = _citation(match, slugs, version)
    if not first:
        return None
    found = [first]
    end = match.end()
    groups = match.groupdict()
    bare = any(groups.get(name) for name in ("bare", "plain", "spelt", "english"))
    last = _numbered(groups)
    while more := _MORE.match(text, end):
        # 个保法13条 5 cites one article, 个保法13 14 two.
        if more["separator"] == " " and not (more["number"] or bare):
            break
        if more["within"]:
            # Another 款 or 项 of the same article, which is shown as a whole.
            found[-1] = replace(found[-1], unit="")
            end = more.end()
            continue
        number = _numbered(more.groupdict())
        one = _citation(more, slugs, version)
        if not one:
            break
        separator = more["separator"].strip()
        if separator == "-" and more["bare"] and number < last and len(found) == 1:
            # 民法典120-1
            found = [Citation(slugs, *_article(last[0], number[0]), first.unit, version)]
        else:
            if separator in _RANGE:
                found.extend(Citation(slugs, *_article(*each), "", version) for each in _between(last, number))
            found.append(one)
        last, end = number, more.end()
        bare = bare and bool(more["bare"])
    return found, end


def _between(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """The articles between two that a range goes from and to (numbers, and the numbers behind 之), whichever comes
    first; none of a long one. Which 之 other articles in between have, only the law tells."""
    (begin, begin_branch), (end, end_branch) = sorted((first, last))
    if first == last or max(end - begin, end_branch) > LONGEST_RANGE:
        return []
    whole = [(number, 0) for number in range(begin + 1, end + bool(end_branch))]
    return whole + [(end, branch) for branch in range(begin_branch + 1 if begin == end else 1, end_branch)]


class _Name(NamedTuple):
    """The slugs that a name may mean, where it ends, and how it stands there if no instrument is called so."""

    slugs: tuple[str, ...]
    end: int
    misspelt: str = ""


def _name_at(text: str, start: int, library: Library) -> _Name | None:
    """The longest name of an instrument that begins at `start`."""
    begin = start
    while begin < len(text) and text[begin] in "《〈":
        begin += 1
    if text.startswith(COUNTRY, begin):
        begin += len(COUNTRY)
    if begin and is_latin(text, begin - 1) and begin < len(text) and is_latin(text, begin):
        return None
    if (order := order_at(text, begin)) and (slugs := library.names.get(order[0])):
        return _Name(slugs, order[1])
    for end in range(min(len(text), begin + LONGEST_NAME), begin + 1, -1):
        slugs = library.names.get(text[begin:end])
        if not slugs or _continues(text, end) or _is_part(text, begin, end):
            continue
        if issued := _ISSUED.match(text, end):
            return _Name(slugs, issued.end())
        return _Name(slugs, end + (text[end : end + 1] in ("》", "〉")))
    return _misspelt(text, begin, library) or _meant(text, begin, library)


def _is_part(text: str, begin: int, end: int) -> bool:
    """Whether the name of a law is a part of the name of another instrument: 劳动合同法, 商标法实施条例."""
    if text[end - 1] not in "法典":
        return False
    before = text[begin - 1] if begin else " "
    short = end - begin <= SHORT and _HAN.match(before) and before not in _NO_PART
    return bool(short or _LONGER.match(text, end))


def _misspelt(text: str, begin: int, library: Library) -> _Name | None:
    """A long name with one character wrong (个人信息保互法): both ends right, the longest first."""
    for length, names in library.long_names.items():
        piece = text[begin : begin + length]
        if len(piece) < length or piece[-1] not in "法例定则" or " " in piece:
            continue
        if piece in library.names or _LONGER.match(text, begin + length):
            continue  # a name itself, of which no slip is one, or a part of another one
        other_word = _NO_LAW.search(piece)  # 生成式算法 is no slip for 生成式办法
        for name in names:
            if (
                not (other_word and piece[-2:] != name[-2:])
                and name[0] == piece[0]
                and name[-1] == piece[-1]
                and sum(a != b for a, b in zip(name, piece, strict=True)) == 1
            ):
                return _Name(library.names[name], begin + length, piece)
    return None


def _meant(text: str, begin: int, library: Library) -> _Name | None:
    """What a word in front of a number, a blank or the end may mean that is no name: a name in short before the number
    of an article (刑285), one that sounds the same (著做权法, 广告发 9条), or one without some words (关基保护条例)."""
    match = _PIECE.match(text, begin)
    if not match or _NO_LAW.search(match[0]):
        return None
    piece, end = match[0], match.end()
    cites = cites_behind(text, end)
    if cites and "0" <= text[end] <= "9":
        for ending in ("法", "法典"):
            if slugs := library.names.get(piece + ending):
                return _Name(slugs, end)
    if len(piece) < SHORT:
        return None
    if piece[-1] == "发" and (slugs := library.names.get(f"{piece[:-1]}法")):
        return _Name(slugs, end, piece)
    ends_right = piece[-1] in "法典例"
    if (ends_right or cites) and len(piece) <= LONGEST and piece not in library.costs:
        for name in library.homophones.get(sound(piece, library.sounds), ()):
            if name[-1] in "法典例定则" and (slugs := library.names.get(name)):
                return _Name(slugs, end, piece)
    if len(piece) >= LONG and not _NO_TITLE.search(piece) and (slugs := _holding(piece, library)):
        return _Name(slugs, end, piece)
    return None


def _holding(piece: str, library: Library) -> tuple[str, ...]:
    """The slug of the one instrument whose names, and no other's, hold all characters of a title in their order, from
    the first to the last, and are of the same kind."""
    kind = next((kind for kind in ("条例", "法") if piece.endswith(kind)), "")
    found: dict[str, None] = {}
    for name, slugs in library.names.items() if kind else ():
        if name[0] != piece[0] or not name.endswith(kind) or _NO_LAW.search(name):
            continue
        chars = iter(name)
        if all(char in chars for char in piece):
            found |= dict.fromkeys(slugs)
    return tuple(found) if len(found) == 1 else ()


def bare_titles(left: str, library: Library) -> tuple[str, ...]:
    """What looks like titles of laws in what `named_and_cited` left of a text, and no title ends with (安全法)."""
    found = dict.fromkeys(match["title"].removeprefix(COUNTRY) for match in _BARE.finditer(left))
    return tuple(
        title
        for title in found
        if not (_NO_LAW.search(title) or _NO_TITLE.search(title))
        and not any(name.endswith(title) or (title[-1] == "案" and title in name) for name in library.names)
    )


def unknown_standards(left: str) -> tuple[str, ...]:
    """The numbers of national standards in what `named_and_cited` left of a text."""
    return tuple(dict.fromkeys(_STANDARD.findall(left)))


def is_latin(text: str, at: int) -> bool:
    """Whether a small Latin letter or a digit stands at `at`."""
    return "a" <= text[at] <= "z" or "0" <= text[at] <= "9"


def _continues(text: str, end: int) -> bool:
    """Whether what looks like a name is part of a longer word: pipl in pipls, 网络安全法 in 网络安全法律责任."""
    if end < len(text) and is_latin(text, end - 1) and is_latin(text, end):
        return "a" <= text[end] <= "z" or "0" <= text[end - 1] <= "9"
    return text[end - 1] == "法" and text.startswith(_NO_NAME_BEFORE, end - 1)


def _number(groups: Mapping[str, str | None]) -> int:
    """The number of the article in the groups of a match; -1 where the numeral is malformed."""
    names = ("number", "bare", "plain", "spelt", "english", "digits", "numeral", "parent")
    return number_of(next(text for name in names if (text := groups.get(name)))) or -1


def _first(groups: Mapping[str, str | None], *names: str) -> int:
    """The number in the first group that there is; 0 where there is none, -1 where it is malformed."""
    text = next((text for name in names if (text := groups.get(name))), "")
    return number_of(text) or -1 if text else 0


def _numbered(groups: Mapping[str, str | None]) -> tuple[int, int]:
    """The number of an article, and the one behind 之."""
    return _number(groups), _first(groups, "branch", "digits_branch", "child")


def _citation(match: re.Match[str], slugs: tuple[str, ...], version: str) -> Citation | None:
    """The article that a match names; None where a numeral is malformed."""
    groups = match.groupdict()
    number, branch = _numbered(groups)
    paragraph = _first(groups, "paragraph", "dotted", "english_paragraph", "short", "plain_short", "english_short")
    item = _first(groups, "item", "short_item", "plain_short_item", "english_short_item")
    if number < 1 or min(branch, paragraph, item) < 0:
        return None
    # A 项 without its 款 is one of the first.
    paragraph = paragraph or (1 if item else 0)
    unit = (f"-p{paragraph}" if paragraph else "") + (f"-i{item}" if item else "")
    if groups.get("same"):
        unit = ""  # several, which are shown as a whole
    return Citation(slugs, *_article(number, branch), unit, version)


def _article(number: int, branch: int = 0) -> tuple[str, str]:
    """The token of an article, and its name."""
    label = f"第{to_chinese(number)}条" + (f"之{to_chinese(branch)}" if branch else "")
    return provision_token(number, branch), label


def _of_article(token: str) -> tuple[int, int]:
    """The number in the token of an article, and the one behind 之."""
    number, branch = (*map(int, re.findall("[0-9]+", token)), 0)[:2]
    return number, branch
