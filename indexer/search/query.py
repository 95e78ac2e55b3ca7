"""What a query means: phrases, citations, names of laws, words.

`parse` never raises, whatever it is given. `site/assets/search/query.js` is the same in the browser.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.search.analysis import HAN, AtomKind, atoms, normalise
from indexer.search.cited import (
    Citation,
    bare_titles,
    cites_behind,
    is_latin,
    law_named,
    named_and_cited,
    unknown_standards,
)
from indexer.search.numbers import quantities
from indexer.search.postings import NEAR_FROM, NEAR_PREFIX, Library
from indexer.search.provision_types import TYPE_NAMES, ProvisionType
from indexer.search.segment import cut, parts
from indexer.search.sounds import sound

__all__ = [
    "BREACH_WORDS",
    "FILTER_WORDS",
    "FRAMING_WORDS",
    "LONGEST_QUERY",
    "PENALTY_WORDS",
    "STOP_WORDS",
    "Citation",
    "Query",
    "Word",
    "asks_duty",
    "asks_penalty",
    "defined_terms",
    "only_frames",
    "parse",
    "stating_pairs",
]

LONGEST_QUERY = 300
"""Characters of a query that are looked at."""

_MEANING = re.compile(
    r"(?:(?:什么是|什么叫做?|何为|何谓|啥是|啥叫)[ ]?(?P<behind>[^ ?“”\"‘’「」『』:]{2,20})"
    r"|(?P<before>[^ ?“”\"‘’「」『』:]{2,20}?)[ ]?"
    r"(?:的?(?:定义|含义)(?:是什么)?|的?意思是什么|是什么意思|什么意思|是指什么|指什么|是什么|是指|是啥))[ ]?\??"
)
"""Asks what something means: 什么是重要数据, 个人信息 定义."""

_DEFINES = re.compile("定义|含义")
"""Behind the name of a law: what it defines is asked for (网安法 定义)."""

LONGEST_MIXED, LONGEST_LATIN = 12, 24
"""No everyday word is longer; those that begin with a Latin letter may be English."""

_LATIN = re.compile("[a-z]")

LONGEST_STRANGE = 3
"""Longer runs of single characters are no word that the vocabulary lacks."""

FEW = 6
"""Words of a query up to which each of them counts: neighbouring single characters are one word that the library lacks,
and such a word may be a slip of the pen. In longer questions they are what people say (被一群人骂), and other words say
what is meant."""

COMMON = 128
"""Cost of a word up to which it is common: three in ten thousand words (see `segment`)."""

VERY_COMMON = 110
"""The same for one in a thousand words."""

STOP_WORDS = frozenset(
    word
    for line in (
        "的 地 得 了 着 吗 呢 吧 啊 呀 么 嘛 和 与 及 或 是 在 有 对 被 把 将 从 向 为 以 于 就 都 也 还 又 要",
        "会 能 可 不 没 我 你 您 他 她 它 们 我们 你们 他们 这 那 此 该 其 之 等 个 到 给 让 使 时 后 前 中 内",
        "上 下 里 所 由 则 而 且 但 若 如 几 谁 哪 哪些 哪个 哪里 什么 怎么 怎样 如何 多少 为什么 为何 是否 能否",
        "可否 可以 能不能 可不可以 会不会 要不要 是不是 有没有 请问 怎么办 怎么样 这个 那个 这种 那种 这样 那样",
        "a an the of in on for to and or is are be do does what which how under by with from",
        "自己 一个 以及 或者 并且 而且 但是 因为 所以 如果 时候 情况下 关于 根据 按照 对于",
    )
    for word in line.split()
)
"""Words that carry no question; they count only where a query has no others."""

PENALTY_WORDS = frozenset(
    ("处罚", "行政处罚", "罚款", "罚则", "罚金", "法律责任", "刑事责任", "追究刑事责任", "有期徒刑", "拘留", "行政拘留")
)
"""Words that ask what a breach costs, and so do everyday words for them (罚多少, 坐牢)."""

BREACH_WORDS = frozenset(("违反", "违法", "违规"))
"""Words that beside such a one ask nothing more."""

FRAMING_WORDS = frozenset(
    word
    for line in (
        "要求 具体要求 法律要求 规定 相关规定 法律规定 情形 情况 条件 程序 步骤 流程 义务 责任 问题 注意事项",
        "时间 期限 时限 时长 多久 多长时间 几年 几天 频率 周期 日期 金额 上限 下限",
    )
    for word in line.split()
)
"""Words that say what one wants to know of the others (数据标注 规定): what answers need not hold them."""

_DUTY = re.compile(
    r"(?:(?:^|[\W_]|什么|哪些|啥)(?:具体|法律|相关)?(?:要求|规定|义务|条件)"
    r"|(?:要求|规定|义务|条件)(?:[和与及](?:违反|处罚|罚|法律责任|责任|后果).*|是什么|有哪些|是啥))(?=$|[\W_])"
)

_QUOTED = '“[^“”]*”|"[^"]*"|‘[^‘’]*’|「[^「」]*」|『[^『』]*』'
_MARKED = re.compile(rf"(?:(?<=^)|(?<= ))[-–−—](?!—)(?:(?P<phrase>{_QUOTED})|(?P<word>[^ ]+))|(?P<quoted>{_QUOTED})")
"""What is excluded, by itself or in quotation marks, and what stands in quotation marks."""
_OF_LAW = re.compile("(?:法规|law):")
FILTER_WORDS = {
    "法规": "law",
    "law": "law",
    "位阶": "kind",
    "级别": "kind",
    "kind": "kind",
    "效力": "standing",
    "时效": "standing",
    "状态": "standing",
    "status": "standing",
    "条文类型": "type",
    "类型": "type",
    "type": "type",
    "主题": "topic",
    "topic": "topic",
}
"""What a filter may be called in a query: 类型:禁止."""

_PART = re.compile(rf"(?<![{HAN}])([{HAN}]{{2,12}})[编章节](?![^ ])")
"""Behind the name of a law: the heading of a part of it (民法典 人格权编)."""
_WORDS_ELSEWHERE = {
    "个资": "个人信息",
    "伺服器": "服务器",
    "影片": "视频",
    "数位": "数字",
    "演算法": "算法",
    "程式": "程序",
    "简讯": "短信",
    "网路": "网络",
    "讯息": "信息",
    "资料库": "数据库",
    "资讯": "信息",
    "软体": "软件",
}
"""Who writes traditional characters may use words that are others on the mainland, also as parts of longer ones
(網路暴力)."""
_ELSEWHERE = re.compile("|".join(_WORDS_ELSEWHERE))
_FILTER = re.compile(rf"(?:(?<=^)|(?<= ))({'|'.join(FILTER_WORDS)}):([^ ]+)")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to find. `surface` is how it stands in the normalised query, from `start` to `end`; `parts` are the
    shorter words it is made of. `in_text` says whether it may stand anywhere in a text (a Chinese word) or only as
    a word of its own (Latin letters, numbers). `forms` are, for a number, how a text may write it (五千万, 5000万);
    `widened` are words of the law that an everyday word may mean, `slips` words that may have been meant instead."""

    text: str
    surface: str
    start: int
    end: int
    parts: tuple[str, ...]
    in_text: bool
    forms: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood. `text` is normalised; each of `laws` is the instruments that one name may mean;
    `shortened` says that only the first LONGEST_QUERY characters were looked at.

    `excluded` are words that results must not hold (-未成年人), `without` the slugs of laws that they must not be of
    (-个保法), `uncited` articles that they must not be (-13条); `filters` what they must have (类型:禁止) as (facet,
    value), `barred` what they must not have (-类型:禁止).

    `meaning` is that of which the meaning is asked (什么是重要数据), or empty; `titles` are what looks like titles of
    laws that the library does not know, without brackets (劳动合同法), `standards` numbers of such standards;
    `misspelt` are names of laws with one character wrong, with the slugs that they were taken for; `typed` is the query
    as it was typed where only capitals tell it from `text`, else `text`.
    """

    text: str
    phrases: tuple[str, ...]
    citations: tuple[Citation, ...]
    laws: tuple[tuple[str, ...], ...]
    words: tuple[Word, ...]
    shortened: bool
    excluded: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    uncited: tuple[Citation, ...] = ()
    barred: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    titles: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    misspelt: tuple[tuple[str, tuple[str, ...]], ...] = ()
    typed: str = ""

    @property
    def excludes(self) -> bool:
        """Whether it says what results must not be."""
        return any((self.excluded, self.without, self.uncited, self.barred))

    def as_typed(self, surface: str) -> str:
        """A piece of `text` as it was typed: AI."""
        at = self.text.find(surface)
        return self.typed[at : at + len(surface)] if at >= 0 else surface


def asks_penalty(words: Sequence[Word]) -> list[bool]:
    """Of each word, whether it asks what a breach of the rest costs (训练数据 罚多少)."""
    asks = [word.text in PENALTY_WORDS or any(meant in PENALTY_WORDS for meant in word.widened) for word in words]
    return [own or (any(asks) and word.text in BREACH_WORDS) for own, word in zip(asks, words, strict=True)]


def asks_duty(query: Query) -> bool:
    """Whether a query asks for the duty itself: 训练数据有什么要求？违反了罚多少？, 训练数据 要求 处罚. Not so
    违反备案义务 处罚, which tells of a breach."""
    return _DUTY.search(query.text) is not None


def only_frames(query: Query) -> list[bool]:
    """Of each word, whether an answer need not hold it, since it only says what is asked of the others."""
    frames = [word.text in FRAMING_WORDS for word in query.words]
    return frames if query.phrases or not all(frames) else [False] * len(frames)


def defined_terms(query: Query) -> tuple[str, ...]:
    """The terms that a law may define where a query asks what something means: 深度合成 as 深度合成技术."""
    return (query.meaning, f"{query.meaning}技术") if query.meaning else ()


def stating_pairs(query: Query) -> tuple[str, str]:
    """The characters that stand where a law says that something is (个人信息是…), and those where it says whether."""
    return f"{query.meaning[-1]}是", "是否"


def parse(query: str, library: Library, quoted: bool = True) -> Query:
    """Understand `query` with the names and the vocabulary of `library`; without `quoted`, quotation marks mean
    nothing. Never raises."""
    typed = query[:LONGEST_QUERY]
    text = normalise(typed).text
    simple = "".join(library.simplified.get(char, char) for char in text)
    text = _ELSEWHERE.sub(lambda match: _WORDS_ELSEWHERE[match[0]], simple) if simple != text else text
    phrases: list[str] = []
    excluded: list[str] = []
    without: list[str] = []
    uncited: list[Citation] = []
    barred: list[tuple[str, str]] = []
    rest = list(text)
    meaning = ""
    if asked := _MEANING.fullmatch(text):
        # 定义 is no word of the answer, which defines without saying so.
        begin, end = asked.span("before") if asked["before"] else asked.span("behind")
        meaning = text[begin:end]
        _blank(rest, 0, begin)
        _blank(rest, end, len(text))
    for match in _MARKED.finditer(text):
        if match["quoted"]:
            # “个人信息保护法”第55条 is the name of a law in the wrong marks.
            if not quoted or (law_named(match[0][1:-1], library) and cites_behind(text, match.end())):
                marks = (match.start(), match.end() - 1) if quoted else ()
                for at in marks:
                    rest[at] = " "
                continue
            if phrase := _phrase(match[0][1:-1]):
                phrases.append(phrase)
        elif named := law_named(_OF_LAW.sub("", match["word"] or "", count=1), library):
            without.extend(named)
        elif filtered := _FILTER.fullmatch(match["word"] or ""):
            barred.append((FILTER_WORDS[filtered[1]], filtered[2]))
        elif cited := _only_cited(match["word"] or "", library):
            uncited.extend(cited)
        elif word := _phrase(match["word"] or match["phrase"][1:-1]):
            excluded.append(word)
        _blank(rest, match.start(), match.end())
    filters: list[tuple[str, str]] = []
    for match in _FILTER.finditer("".join(rest)):
        filters.append((FILTER_WORDS[match[1]], match[2]))
        _blank(rest, match.start(1), match.end())
    citations, laws, left, misspelt = named_and_cited("".join(rest), library)
    if laws:
        left = _PART.sub(lambda match: f"{match[1]} " if match[1] in library.costs else match[0], left)
    words = _words(left, library, alone=not (citations or laws))
    if asked and asked["before"] and laws and not (citations or words or phrases) and _DEFINES.search(text, end):
        filters.append(("type", TYPE_NAMES[ProvisionType.DEFINITION]))
    return Query(
        text,
        tuple(dict.fromkeys(phrases)),
        citations,
        laws,
        words,
        len(query) > LONGEST_QUERY,
        tuple(dict.fromkeys(excluded)),
        tuple(dict.fromkeys(filters)),
        tuple(dict.fromkeys(without)),
        tuple(dict.fromkeys(uncited)),
        tuple(dict.fromkeys(barred)),
        "" if citations or laws else meaning,
        bare_titles(left, library),
        unknown_standards(left),
        misspelt,
        typed if typed.lower() == text else text,
    )


def _only_cited(text: str, library: Library) -> tuple[Citation, ...]:
    """The articles that a text cites, if it says nothing else."""
    understood = named_and_cited(text, library)
    return () if understood.left.strip(" ") else understood.citations


def _phrase(text: str) -> str:
    phrase = text.strip(" ")
    return phrase if _LETTER.search(phrase) else ""


def _blank(chars: list[str], start: int, end: int) -> None:
    chars[start:end] = " " * (end - start)


def _words(text: str, library: Library, alone: bool) -> tuple[Word, ...]:
    """The words of a text; stop words only where there are no others, and it stands `alone`, beside no law."""
    found: list[Word] = []
    stops: list[Word] = []
    runs: list[tuple[tuple[str, ...], int]] = []
    rest = list(text)
    for start, end, word in _mixed(text, library):
        found.append(Word(word, word, start, end, (), True, (), library.widenings[word]))
        _blank(rest, start, end)
    for number in quantities("".join(rest)):
        surface = text[number.start : number.end]
        found.append(Word(number.tokens[0], surface, number.start, number.end, (), False, number.forms))
        _blank(rest, number.start, number.end)
    text = "".join(rest)
    for atom in atoms(text):
        surface = text[atom.start : atom.end]
        if atom.kind is not AtomKind.HAN:
            in_text = atom.kind is AtomKind.OTHER
            meant = library.widenings.get(surface, ())
            found.append(Word(atom.text, surface, atom.start, atom.end, (), in_text, (), meant))
            continue
        words = cut(atom.text, library.costs)
        near_words = _near_words(atom.text, words, library)
        for start, end, near in near_words:
            word = atom.text[start:end]
            pieces = tuple(piece for piece in cut(word, library.costs) if len(piece) > 1)
            start += atom.start
            found.append(Word(word, word, start, start + len(word), pieces, True, (), (), (near,)))
        if not near_words:
            runs.append((_everyday(words, library), atom.start))
            continue
        for piece, begin in _between(atom.text, [(start, end) for start, end, _ in near_words]):
            runs.append((_everyday(cut(piece, library.costs), library), atom.start + begin))
    few = len(found) + sum(word not in STOP_WORDS for words, _ in runs for word in words) <= FEW
    for words, begin in runs:
        for word, start in _chunks(words, begin, library) if few else _placed(words, begin):
            meant = library.widenings.get(word, ())
            made = Word(word, word, start, start + len(word), parts(word, library.costs), True, (), meant)
            tells = word not in STOP_WORDS and (few or not _very_common(word, library))
            (found if tells else stops).append(made)
    seen: set[str] = set()
    distinct: list[Word] = []
    for made in sorted(found or (stops if alone else ()), key=lambda made: made.start):
        if made.text not in seen:
            seen.add(made.text)
            distinct.append(made)
    return tuple(_spelt(word, library) for word in distinct) if few else tuple(distinct)


def _very_common(word: str, library: Library) -> bool:
    """Whether a word of one character says little in a long question: 人, 处, 说."""
    return len(word) == 1 and library.costs.get(word, VERY_COMMON + 1) <= VERY_COMMON and word not in library.widenings


def _spelt(word: Word, library: Library) -> Word:
    """A word that the library does not hold with those that it holds and that sound the same."""
    if len(word.text) < 2 or word.forms or word.widened or word.slips or word.text in library.costs:
        return word
    return replace(word, slips=library.homophones.get(sound(word.text, library.sounds), ()))


def _mixed(text: str, library: Library) -> Iterator[tuple[int, int, str]]:
    """Everyday words with Latin letters in them (ai换脸, fair use, fine-tuning), or that begin with a digit, the
    longest at each place. Latin words of one piece are atoms of their own."""
    at = 0
    while at < len(text):
        end = _longest_mixed(text, at, library) if text[at] != " " and not (at and _joined_latin(text, at)) else at
        if end > at:
            yield at, end, text[at:end]
        at = max(end, at + 1)


def _longest_mixed(text: str, at: int, library: Library) -> int:
    """Where the longest everyday word of that kind that begins at a place ends; the place where there is none."""
    latin = is_latin(text, at)
    longest = LONGEST_LATIN if latin else LONGEST_MIXED
    if not (latin or _LATIN.search(text, at, at + longest)):
        return at
    for end in range(min(len(text), at + longest), at + 1, -1):
        word = text[at:end]
        if word not in library.widenings or (end < len(text) and _joined_latin(text, end)):
            continue
        if (not word.isascii() or " " in word or "-" in word) and (latin or _LATIN.search(word)):
            return end
    return at


def _joined_latin(text: str, at: int) -> bool:
    """Whether a Latin word goes on at a place."""
    return is_latin(text, at - 1) and is_latin(text, at)


def _everyday(words: Sequence[str], library: Library) -> tuple[str, ...]:
    """The words of a run of Chinese characters, with everyday words whole that are made of them, the longest first from
    the left. None takes a piece of a word: 假广告 of 虚假广告, 许可 of 许可证."""
    found: list[str] = []
    at = 0
    while at < len(words):
        longest, joined = words[at], ""
        taken = at + 1
        for end in range(at, len(words)):
            joined += words[end]
            if len(joined) > LONGEST_MIXED:
                break
            if len(joined) > 1 and joined in library.widenings:
                longest, taken = joined, end + 1
        found.append(longest)
        at = taken
    return tuple(found)


def _near_words(run: str, words: Sequence[str], library: Library) -> list[tuple[int, int, str]]:
    """Long words of the vocabulary that stand in a run of Chinese characters with one character wrong: where they
    begin and end, and the word; the longest at each place. `words` are those of the run: 认 of 认证 is no wrong
    character."""
    inside = {start + at for word, start in _placed(words, 0) for at in range(1, len(word))}
    found: list[tuple[int, int, str]] = []
    at = 0
    while at + NEAR_FROM <= len(run):
        near = ""
        for word in library.beginning_with(run[at : at + NEAR_PREFIX]):
            if len(near) < len(word) and _one_wrong(word, run[at : at + len(word)]):
                near = word
        end = at + len(near)
        if near and at not in inside and end not in inside and run[at:end] not in library.costs:
            found.append((at, end, near))
            at = end
        else:
            at += 1
    return found


def _one_wrong(word: str, piece: str) -> bool:
    return len(word) >= NEAR_FROM and len(piece) == len(word) and sum(map(str.__ne__, word, piece)) == 1


def _between(run: str, taken: list[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """What is left of a run, with its offsets."""
    at = 0
    for start, end in (*taken, (len(run), len(run))):
        if at < start:
            yield run[at:start], at
        at = end


def _chunks(words: tuple[str, ...], start: int, library: Library) -> Iterator[tuple[str, int]]:
    """The words with their offsets. Two or three neighbouring single characters are one word that the vocabulary lacks,
    unless all of them are common words of their own (人, 用), or one is an everyday word of its own (骂)."""
    for chunk, begin in _joined(words, start):
        common = all(library.costs.get(char, COMMON + 1) <= COMMON for char in chunk)
        known = common or any(char in library.widenings for char in chunk)
        if chunk not in words and (known or len(chunk) > LONGEST_STRANGE):
            yield from ((char, begin + at) for at, char in enumerate(chunk))
        else:
            yield chunk, begin


def _placed(words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    for word in words:
        yield word, start
        start += len(word)


def _joined(words: tuple[str, ...], start: int) -> Iterator[tuple[str, int]]:
    chunk = ""
    for word, at in _placed(words, start):
        if len(word) == 1 and word not in STOP_WORDS:
            chunk += word
            continue
        if chunk:
            yield chunk, at - len(chunk)
            chunk = ""
        yield word, at
    if chunk:
        yield chunk, start + sum(map(len, words)) - len(chunk)
