"""What people call the instruments: each name finds the one that is meant, a shared one all that go by it."""

import pytest

from indexer.corpus import load
from tests.conftest import ROOT

CORPUS, _ = load(ROOT / "docs")

NAMES = {
    "genai-measures": "生成式人工智能服务管理暂行办法 《生成式人工智能服务管理暂行办法》 "
    "生成式人工智能服务管理办法 生成式办法 生成式AI办法 "
    "暂行办法 AIGC办法 aigc办法 ＡＩＧＣ办法 大模型办法 AI办法 genai-measures",
    "deep-synthesis": "互联网信息服务深度合成管理规定 深度合成规定 深度合成管理规定 深合规定 深度合成办法 AI换脸规定",
    "algorithm-recommendation": "互联网信息服务算法推荐管理规定 算法推荐规定 算法规定 算法推荐管理规定 算法备案规定",
    "synthetic-content-labelling": "人工智能生成合成内容标识办法 标识办法 AI标识办法 内容标识办法 人工智能标识办法",
    "security-assessment-public-opinion": "具有舆论属性或社会动员能力的互联网信息服务安全评估规定 "
    "安全评估规定 双新评估规定",
    "network-data-regulations": "网络数据安全管理条例 网数条例 网络数据条例 数据安全管理条例",
    "minors-online-protection": "未成年人网络保护条例 未保条例 未网条例 未成年人网络条例",
    "cii-protection": "关键信息基础设施安全保护条例 关基条例 关保条例 CII条例",
    "internet-information-services": "互联网信息服务管理办法 互联网信息服务办法 ICP办法",
    "content-ecosystem": "网络信息内容生态治理规定 生态治理规定 内容生态治理规定",
    "data-export-assessment": "数据出境安全评估办法 出境评估办法 数据出境评估办法",
    "cross-border-data-flows": "促进和规范数据跨境流动规定 数据跨境流动规定 跨境流动规定 数据跨境新规",
    "pi-export-standard-contract": "个人信息出境标准合同办法 标准合同办法 出境标准合同办法",
    "face-recognition": "人脸识别技术应用安全管理办法 人脸识别办法 刷脸办法 人脸识别管理办法",
    "pi-compliance-audit": "个人信息保护合规审计管理办法 合规审计办法 个保审计办法",
    "cybersecurity-review": "网络安全审查办法 网安审查办法",
    "network-dissemination-right": "信息网络传播权保护条例 信网权条例 信息网络传播权条例",
    "commercial-cryptography": "商用密码管理条例 商密条例",
    "telecommunications-regulations": "中华人民共和国电信条例 电信条例",
    "computer-system-security": "中华人民共和国计算机信息系统安全保护条例 计算机信息系统安全保护条例",
    "children-pi": "儿童个人信息网络保护规定 儿童个人信息保护规定 儿童个保规定",
    "csl": "中华人民共和国网络安全法 网络安全法 网安法 CSL csl",
    "dsl": "数据安全法 数安法 DSL",
    "pipl": "个人信息保护法 个保法 PIPL pipl 《个人信息保护法》",
    "sci-tech-progress": "科学技术进步法 科技进步法",
    "civil-code": "民法典 中华人民共和国民法典",
    "criminal-law": "刑法 中华人民共和国刑法",
    "criminal-law-amendment-12": "刑法修正案十二 刑修十二 刑法修正案12",
    "public-security-penalties": "治安管理处罚法 治安法 治安处罚法",
    "administrative-penalties": "行政处罚法",
    "minors-protection": "未成年人保护法 未保法",
    "telecom-fraud": "反电信网络诈骗法 反诈法 反诈骗法",
    "e-commerce": "电子商务法 电商法",
    "consumer-protection": "消费者权益保护法 消法 消保法",
    "unfair-competition": "反不正当竞争法 反法",
    "antimonopoly": "反垄断法",
    "copyright": "著作权法 版权法",
    "trademark": "商标法",
    "national-security": "国家安全法 国安法",
    "counter-terrorism": "反恐怖主义法 反恐法",
    "state-secrets": "保守国家秘密法 保密法",
    "electronic-signature": "电子签名法",
    "administrative-litigation": "行政诉讼法 行诉法",
    "criminal-procedure": "刑事诉讼法 刑诉法",
    "civil-procedure": "民事诉讼法 民诉法",
    "constitution": "宪法",
    "contract-law-1999": "合同法 中华人民共和国合同法",
    "sci-tech-ethics-review": "科技伦理审查办法（试行） 科技伦理审查办法 科技伦理办法",
    "cyberviolence": "网络暴力信息治理规定 网暴规定",
    "anthropomorphic-interaction": "人工智能拟人化互动服务管理暂行办法 拟人化办法 AI陪伴办法",
    "gb-45438-2025": "gb45438 GB45438-2025",
    "gb-t-45654-2025": "gbt45654",
    "genai-measures-draft": "生成式人工智能服务管理办法（征求意见稿）",
}

SHARED = {
    "审查办法": {"cybersecurity-review", "sci-tech-ethics-review"},
    "处罚法": {"administrative-penalties", "public-security-penalties"},
    "诉讼法": {"administrative-litigation", "civil-procedure", "criminal-procedure"},
    "出境办法": {"data-export-assessment", "pi-export-standard-contract", "pi-export-certification"},
    "未成年人法": {"minors-protection", "juvenile-delinquency-prevention"},
    "科技法": {"sci-tech-progress", "sci-tech-popularization"},
    "安全法": {"csl", "dsl", "national-security", "work-safety"},
}

PAIRS = [(name, slug) for slug, names in NAMES.items() for name in names.split()]
PAIRS += [("GB 45438—2025", "gb-45438-2025"), ("GB/T 45654-2025", "gb-t-45654-2025"), ("个 保 法", "pipl")]


@pytest.mark.parametrize(("name", "slug"), PAIRS)
def test_a_name_finds_the_instrument_that_is_meant(name: str, slug: str) -> None:
    assert [found.slug for found in CORPUS.lookup(name)] == [slug]


@pytest.mark.parametrize(("name", "slugs"), SHARED.items())
def test_a_shared_name_finds_every_instrument_that_goes_by_it(name: str, slugs: set[str]) -> None:
    assert {found.slug for found in CORPUS.lookup(name)} == slugs


@pytest.mark.parametrize("name", ["不存在的法", "办法", "第一条", "", "法"])
def test_what_is_no_name_finds_nothing(name: str) -> None:
    assert CORPUS.lookup(name) == ()
