"""The browser answers as Python does: same articles, same order, same scores, snippets and messages.

Python is the reference. The queries come from the texts themselves (seeded, so that a failure can be repeated) and
from what people and machines type. A difference is printed with the query and both answers.
"""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from indexer.corpus import load
from indexer.search import Engine, open_engine
from tests.bench.judged import JUDGED, read_judged
from tests.conftest import ROOT
from tests.search.browser_page import SearchPage, as_browser, write_page
from tests.search.test_query import HOSTILE

pytestmark = pytest.mark.browser

WRITTEN = """
训练数据|算法备案|个保法 十三条|个保法13条|网安法第21条第一款|《个人信息保护法》第十三条|pipl 13|PIPL13
第十三条|13条|第四章|个保法第十三条第一款第二项|个保法第十三条、第十四条|个保法 第九百条|第九千条|个保法
数据安全法 网络安全法|生成式办法 法律责任|网络安全法 罚款|网络安全法律责任|刷脸要同意吗|AI换脸|ＡＩ　换脸
大数据杀熟|罚多少|五千万元以下|5000万|赌|赌博|区块链|火锅底料|“单独同意”|"单独同意" 敏感|「个人信息」 跨境
“同意。个人”|“没有这样的话”|“” ""|个人信息保护影响评估|网络安全等级保护|关键信息基础设施|未成年人
十四周岁|拒不改正|没收违法所得|国家网信部门|训练数据从哪里来才合法|个人信息可以卖给别人吗
公司泄露我的个人信息怎么办|提供者|提供者 义务|安全评估 备案|科技人员 职务发明|算力 芯片|标识|歧视|知识产权
境外 提供 个人信息|是否|的|怎么办|法|人 人 人
個人信息 跨境|民法典 第一千零三十八條|隱私權保護|五千万元以下|5000万元|50000000元|百分之五|营业额5%|不满14岁
24小时内报告|十个工作日|2年|個人信息 -未成年人|-罚款 算法|未成年人 -“监护人”|AI换脸 -算法|三岁 3岁
麻婆豆腐怎么做|火锅底料xyz|generative AI|数据出镜|算发推荐|个人信息保互法 同意|个人信息保互法13条|grxxbhf
GRXXBHF 13|wlaqf 21|生成式人工智能服务管里暂行办法第七条|拟人化|拟人化办法 第三条|拟人化互动办法
人脸识别办法16|人脸识别办法 第十九条第一款|个保法六十六条第三款|数安法45条第二项
个保法13条第一款 个保法六十六条第三款|个保法98条 个保法99条|网安法 第21条第五款|网安法64条第九款
个保法第十三条至第十五条|个保法13~15条|个保法13到15条|个保法13-15|网安法第21至23条|数据安全法45条和46条|个保法13,14,15条
网安法第59、60、61条|反诈法25、31|数安法45 46|个保法13条 5|个保法第13条、第14条和数安法21条|个保法73至80条
刑法285条至287条之二|刑法120条之一至120条之六|民法1034条
个保法75条和76条|GB 45438|GB 45438 第5条|“个人信息保护法”第55条|PIPL Article 38|Article 13 of the PIPL
个保法§13|刑法253之一|刑法253-1
个保法 五十五|第13条个保法|第十三条 个保法 同意|网络安全法2016 41条|旧网安法41条|2016年网络安全法第四十一条
网络安全法（2016）第41条|国务院令第790号|主席令第九十一号|网信办令15号 罚款|主席令第一〇三号|国务院令第9999号
同意 -“单独同意”|备案 -个保法|备案 -法规:个保法|“同意 -单独”|民法典 的|等级保护|电信网络诈骗|去标识化|算法推荐规定 备案
三十万元|30万元 罚款 数据安全法|4小时|1年|5%|0.5%|千分之五|8周岁|两百万元|1.5亿元|一万零五百元|2023年8月15日
9月1日|100亿|50000|“方可处理个人信息：（一）取得个人的同意”|“符合下列情形之一的， 个人信息处理者方可处理个人信息：”
“采取有效措施，提高训练数据质量”
商标法实施条例 4条|劳动合同法39条|个保法13条和劳动合同法39条|GDPR 第6条|刑法1997 253条|个保法66条第一款、第二款
刑法253之一和286之一|刑法253之一、286之一、287之二|个保法1-74|个保法66（2）|个保法13条（二）|网安法21(1)|国务院令790
网信办第15号令|同意 -‘单独同意’|同意 –单独|根据刑法253条|治安管理处罚法2012 29条|旧反法12条|旧商标法6条|个保法2021第13条
14 周岁|50 万元|5 %|5,000万元|1,000,000元|个保法和数安法 罚款|罚款 -50万元|个保法和民法典 隐私|网安法和数安法
网安法2016|旧网安法 罚款|2016年网络安全法|旧商标法|网安法2016 第九章|评估办法14条|认证办法 4条|审计办法4条|实施条例 4条
PIPL Articles 38 and 39|Arts. 38-40 PIPL|隐士标识|生成式办法 罚款|训练AI的数据|fair use
虚假广告|广告发布者 罚款|订立合同|经营许可证|个人信息保护认证|贩卖个人信息 刑|个保 罚款|一个保证|算法推荐 定义
什么是重要数据|重要数据 定义|什么是隐私|深度合成是什么意思？|个人信息的定义是什么|什么叫做算法推荐|处罚是什么
什么是|定义|“重要数据” 定义|什么是𠀀𠀁|具有舆论属性或者社会动员能力|关键信息基础设施运营者以外的数据处理者
训练数据 罚多少|训练数据有什么要求？违反了罚多少？|标识 罚款|出境 处罚|审计 处罚|等级保护 罚款|个保法 审计 罚款
“单独同意” 处罚|处罚 -罚款 标识|杀熟 罚款|实名 会坐牢吗|违规 处罚|类型:义务 备案 处罚|深度合成 标识 处罚
数据标注 规定|单独同意 情形|日志 留存 多久|合规审计 频率|火锅底料 要求|个保法 要求|要求 罚款|训练数据 要求 罚款
算法备案 要求 处罚|人脸识别有什么规定，违反了怎么罚|收集个人信息的要求和处罚|数据出境 条件 罚款
深度合成规定 定义|个人信息保护法的定义|违反标注义务和安全要求 处罚
算法推荐服务提供者违反本规定第七条、第八条、第九条第一款|刑法第285条第2、3款|PIPL Art. 13(1)(2)|新网安法21条
修改前的网络安全法第41条|现行网络安全法 罚款|Cybersecurity Law art. 21|Data Security Law|Civil Code 1034|22时 游戏
Article 38 of the Personal Information Protection Law|training data penalty|the consent of minors|创新网络安全法
违反网络安全法第23条 罚多少|违反电商法第三十五条罚多少|训练数据 个人信息 同意|100万人 数据出境安全评估
类型:罚则 算法|效力:现行 算法|《人工智能法》|《区块链法》 数据|《人工智能法》第五条|《网络安全法》和《人工智能法》 处罚
位阶:法规 数据|主题:没有 数据|网安法 个保法|钱|数据 负责的义务和处罚|法律的义务和处罚|宣告 缓刑 要求 处罚
违反网络安全法第1条的要求 罚多少|《评估办法》第三条|《网络安全法（2016）》第四十一条|《AI Act》第5条|3 时效
区别 问题|fine-tuning|AI写作 GDPR|AI写作 XYZ|网信办 执法 权力|隐式标识 元数据|網絡謠言 AI|İAI 标识
应当立即采取补救措施,并通知|采取删除屏蔽断开链接等必要措施|科技伦理审查 登记|互联网新闻 资质|未网保条例43条
个保法 生效时间|电商法 个性化推荐|第9999条至第10000条|个保法13条至9000条|§|article|个保法13、|个保法13至|第条至条
劳动合同法 竞业限制|食品安全法，标签|中华人民共和国电信法|上位法|生成式算法|安全法 处罚|网络安全法实施条例
个人信息保互法 第13条第一款|同意 -13条|同意 -个保法13条|同意 -个保法第13条至第15条|同意 -pipl 13|同意 -位阶:法律
备案 -类型:禁止 -位阶:法|-位阶:没有 数据|备案 位阶:法律 位阶:行政法规|位阶:法律 位阶:法律 备案
同意 -旧网安法41条|同意 -第九千条|-13条|算法推荐 定义 类型:义务
违反个保法 最高罚多少|违反电信法 罚多少|网络数据处理者 定义|显式标识 定义|算法推荐技术是什么意思|脸|我的脸被AI换了
什么是数据（安全）|什么是a+b
个保法13条至个保法15条|个保法13条-个保法15条|个保法15条至13条|“单独同意” -个保法 -网数条例 -位阶:部门规章
个保法13条 -个保法13条|个保法第13条第9款|同意 —个保法|个保法——同意|个保法 罚多少|GB/T 35273|GB/T 22239-2019 等级保护
刑法253条之一至刑法253条|个保法66条 罚款|个人信息保护法 罚款|至个保法
违反外商投资法实施条例|外商投资法司法解释|撤销婚姻 -位阶:法律|位阶:法律 -位阶:法律 备案
有没有劳动合同法|我国税法|刑法有没有规定数据法
行政法|输入法 个人信息|训练数据 大气污染 罚多少|法规:个保法 法规:网安法 备案|类型:发律 类型:禁止 备案
同意 -个保法13条第2款
-位阶:法律|-未成年人|法规:没有 法规:个保法 同意|𠮷 数据
著做权法|民发典1034条|电子上午法|网络安全发 21条|广告发9条|广告发|个人信息保护发 13条|密马法 处罚|网安发第21条|ggf 9
mfd1034
網路暴力|演算法推薦|個人資訊保護|兒童個資|網路平台 演算法|软体 未成年人
广告发 九条|电信调力 九条|电信调力 art. 9|AI 广告
刑285|网安21|个保13条|数安31条|反诈25、31|民法典第一〇三四条|刑法二八七之二|个保法第一三条
个保法第 13 条 第 1 款 第 3 项
PIPL Article 13, paragraph 1|Article 13 para. 2 of PIPL|个保法 13.2|个保法13.25%|gbt 45654-2025|GB 45438—2025 5.1
gb45438 2025
关基保护条例|关基保护条例18条|消费者保护法 退货|个人保护法 同意|人工智能条例|刑法修正案11|刑法修正案(十二)
刑法修正案 贪污
网安法旧第64条|网安法 修订前 64条|网安法修订后第64条|网络安全法现行41条|商标法旧57条|旧网安法21条
2016年网安法 第四十二条
民法典 人格权编|个保法 总则章|民法典 汇编|电商法 法律责任|反诈法 法律责任 罚款|条文类型:禁止 数据|状态:现行有效 算法
时效:尚未生效 商标
“14周岁”|“没有这样的话” “数据”|著做权法第24条 合理使用|公司3条|广告5000万|刑第285条|中国发 21条|数据法 处罚|安全发
生成式办法 第九章|生成式办法 第9章 处罚|民法典 第八编|民法典 第三编第二分编|网安法第三十条 第九章|拟人化办法 第九章
"""


def _generated(engine: Engine, count: int) -> Iterator[str]:
    """Pieces of the texts, citations, headings, and mixtures of them."""
    choose = random.Random(20230815)
    index = engine.index
    laws = index.library.laws
    names = sorted(index.library.names)
    words = sorted(index.library.costs)
    for _ in range(count):
        document = choose.randrange(index.count)
        record, law = index.record(document), laws[index.library.law_of[document]]
        text = choose.choice(record.units)[1]
        start = choose.randrange(len(text))
        piece = text[start : start + choose.choice((1, 2, 3, 4, 6, 10, 20, 60))]
        name = choose.choice((law.title, law.slug, *law.aliases))
        yield choose.choice(
            (
                piece,
                f"“{piece}”",
                f"{name}{record.label}",
                f"{name} {piece}",
                f"{record.label}{piece}",
                f"{piece}{choose.choice(words)}",
                " ".join(choose.sample(words, 3)),
                f"{choose.choice(names)}{choose.randrange(100)}条第{choose.randrange(3)}款",
                choose.choice(record.path or (law.title,)),
                "".join(choose.sample(text, min(len(text), 6))),
            )
        )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    corpus, _ = load(ROOT / "docs")
    engine = open_engine(corpus, tmp_path_factory.mktemp("cache"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def search_page(
    library: Engine, browser: Browser, serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchPage]:
    folder = tmp_path_factory.mktemp("site")
    write_page(library, folder)
    page = browser.new_page()
    yield SearchPage.open(page, serve(folder))
    page.close()


def _rounded(answer: dict[str, Any]) -> dict[str, Any]:
    for result in answer.get("results", ()):
        result["score"] = round(result["score"], 6)
    return answer


def _alike(there: dict[str, Any], here: dict[str, Any]) -> bool:
    """Whether the browser's answer is Python's. Where texts beyond the first answers would have to be read for a count,
    the browser does not read them and says that its count is approximate."""
    there.pop("titles", None)
    there.pop("chosen", None)
    if there.pop("approximate", False):
        for counted in ("exact", "widened", "facets"):
            there.pop(counted)
            here.pop(counted)
    return there == here


def test_the_browser_answers_as_python_does(library: Engine, search_page: SearchPage) -> None:
    written = [query for line in WRITTEN.split("\n") for query in line.split("|") if query]
    questions = [judged.query for path in JUDGED for judged in read_judged(path)]
    queries = [*written, *HOSTILE, *questions, *_generated(library, 350)]
    assert len(queries) > 600
    differences = [
        f"{query!a}\n  Python:  {json.dumps(expected, ensure_ascii=False)}\n  browser: {json.dumps(found)}"
        for query, answer in zip(queries, search_page.search_all(queries), strict=True)
        if not _alike(found := _rounded(answer), expected := as_browser(library.search(query)))
    ]
    assert not differences, f"{len(differences)} of {len(queries)} differ:\n" + "\n".join(differences[:5])


def test_filters(library: Engine, search_page: SearchPage) -> None:
    for law, kind in (("pipl", None), (None, "部门规章"), ("pipl", "部门规章"), ("none", None)):
        chosen = {name: value for name, value in (("law", law), ("kind", kind)) if value}
        expected = as_browser(library.search("个人信息 处理", law=law, kind=kind))
        assert _alike(_rounded(search_page.search("个人信息 处理", 10, **chosen)), expected)


USUAL = "第一百二十条之一章节款项目件人03aZ，。、；：？！（）《》〈〉“”‘’％．－—"
"""What may stand in any law, and is quickly read in the browser."""
STRANGE = "ſßΣςİıŉǰΐﬁÅÅ①㈠㍿ｶﾞ한글가각한　\u00a0\u2009\u200b\u00ad\ufe0f🙂👨\u200d👩𠀀㐀〇々㊀½²ⅷ"


def test_texts_are_normalised_and_cut_in_the_same_way(search_page: SearchPage) -> None:
    from indexer.search.analysis import atoms, grams, normalise

    choose = random.Random(1)
    parts = [*STRANGE, *USUAL, *" ", "第十三条", "之二"]
    texts = ["".join(choose.choices(parts, k=choose.randrange(1, 16))) for _ in range(2000)]
    texts += ["".join(choose.choices(USUAL, k=choose.randrange(1, 60))) for _ in range(500)]
    found = search_page.page.evaluate(
        """async (texts) => {
          const { atoms, grams, normalise } = await import("./modules/analysis.js");
          return texts.map((text) => {
            const normal = normalise(text);
            const kinds = atoms(normal.text).map(({ kind, text }) => [kind, text]);
            const places = [Array.from(normal.starts), Array.from(normal.ends)];
            return [normal.text, ...places, kinds, grams(normal.text)];
          });
        }""",
        texts,
    )
    for text, there in zip(texts, found, strict=True):
        normal = normalise(text)
        units = [len(char.encode("utf-16-le")) // 2 for char in normal.text]  # the browser counts UTF-16 units
        assert there == [
            normal.text,
            [start for start, many in zip(normal.starts, units, strict=True) for _ in range(many)],
            [end for end, many in zip(normal.ends, units, strict=True) for _ in range(many)],
            [[atom.kind.value, atom.text] for atom in atoms(normal.text)],
            list(grams(normal.text)),
        ], ascii(text)
