"""Verification: digests that agree with the reference tool, changes that need a reason, differences one can read."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.corpus import Corpus, laws_folder, load
from indexer.faults import errors
from indexer.model import Checked
from indexer.source import read_text
from indexer.verify import (
    MANIFEST,
    Manifest,
    ManifestError,
    compare,
    digest,
    load_verified,
    read_manifest,
    record,
    verify,
    write_manifest,
)
from tests.conftest import ROOT
from tests.site.laws import law

DAY = date(2026, 11, 23)
BODY = "\n## 第一条\n\n甲乙丙。\n\n## 第二条\n\n丁戊己。\n"


def library(folder: Path, body: str = BODY, checked: str = "digests", extra: str = "") -> Corpus:
    text = law(body=body, extra=extra).replace("checked: none", f"checked: {checked}")
    (folder / "trial.md").write_text(text, encoding="utf-8")
    corpus, faults = load(folder)
    assert not errors(faults)
    return corpus


def recorded(folder: Path, checked: str = "digests") -> Manifest:
    corpus = library(folder, checked=checked)
    own = {"trial": {str(a.number): digest(a) for a in corpus.entries["trial"].version.articles()}}
    return record(corpus, Manifest(reference=own), ["trial"], DAY, None)


def said(corpus: Corpus, manifest: Manifest) -> list[str]:
    return [f"{fault.level}：{fault.message}" for fault in verify(corpus, manifest)]


def test_every_text_of_the_library_that_claims_its_digests_matches_them() -> None:
    corpus, faults = load_verified(ROOT / "docs")
    assert errors(faults) == ()
    manifest = read_manifest(laws_folder(ROOT / "docs"))
    claimed = [e for e in corpus.entries.values() if e.version.facts.text_from.checked is Checked.DIGESTS]
    assert "genai-measures" in [entry.id for entry in claimed]
    for entry in claimed:
        numbers = {str(article.number) for article in entry.version.articles()}
        left_out = {str(number) for number in entry.version.facts.missing}
        assert numbers | left_out == set(manifest.reference[entry.id])


def test_every_article_of_the_library_is_recorded() -> None:
    corpus, faults = load_verified(ROOT / "docs")
    assert faults == ()
    manifest = read_manifest(laws_folder(ROOT / "docs"))
    divided = {entry.id for entry in corpus.entries.values() if any(entry.version.articles())}
    assert set(manifest.recorded) == divided


@pytest.mark.parametrize(
    "text",
    ["甲（一）：“乙”，丙；丁？", '甲(一):"乙",丙;丁?', "　甲 （一）：\n乙，丙；丁？"],
)
def test_typography_does_not_change_a_digest(text: str) -> None:
    plain = read_text(law(body="\n## 第一条\n\n甲（一）：乙，丙；丁？\n"), "a.md").document
    body = "\n\n".join(["\n## 第一条", *text.split("\n")]) + "\n"
    other = read_text(law(body=body), "b.md").document
    assert plain
    assert other
    assert [digest(a) for a in plain.version.articles()] == [digest(a) for a in other.version.articles()]


def test_the_digest_is_that_of_the_published_form() -> None:
    # 第二十四条 of the Measures, as any SHA-256 tool gives it for 本办法自2023年8月15日起施行。
    corpus, _ = load(ROOT / "docs")
    last = list(corpus.entries["genai-measures"].version.articles())[-1]
    assert digest(last) == hashlib.sha256("本办法自2023年8月15日起施行。".encode()).hexdigest()[:16]


def test_nothing_is_said_of_what_agrees(tmp_path: Path) -> None:
    manifest = recorded(tmp_path)
    assert said(library(tmp_path), manifest) == []


def test_a_checked_article_that_changed_is_an_error_and_an_unchecked_one_a_notice(tmp_path: Path) -> None:
    manifest = recorded(tmp_path)
    changed = library(tmp_path, body=BODY.replace("丁戊己", "丁戊"))
    assert said(changed, manifest) == ["错误：第二条与参考摘要不一致", "错误：第二条与登记的不同"]
    loose = recorded(tmp_path, checked="none")
    changed = library(tmp_path, body=BODY.replace("丁戊己", "丁戊"), checked="none")
    assert said(changed, loose) == ["提示：第二条与登记的不同"]


def test_an_article_that_vanished_or_is_new_is_said(tmp_path: Path) -> None:
    manifest = recorded(tmp_path)
    shorter = library(tmp_path, body=BODY.partition("\n## 第二条")[0])
    assert said(shorter, manifest) == [
        "错误：参考摘要里有而文本没有的条：第二条",
        "错误：登记过的第二条不见了",
    ]
    longer = library(tmp_path, body=BODY + "\n## 第三条\n\n庚。\n", checked="none")
    assert said(longer, manifest) == ["提示：第三条还没有登记摘要"]


def test_a_declared_gap_is_no_fault_against_the_reference(tmp_path: Path) -> None:
    reference = recorded(tmp_path).reference
    gap = library(tmp_path, body=BODY.partition("\n## 第二条")[0], extra='missing: ["2"]\n')
    assert said(gap, Manifest(reference=reference)) == []


def test_a_claim_without_reference_digests_is_an_error(tmp_path: Path) -> None:
    assert said(library(tmp_path), Manifest()) == ["错误：标明与参考摘要一致，却没有它的参考摘要"]
    assert said(library(tmp_path, checked="none"), Manifest()) == []


def test_a_change_of_a_checked_article_is_recorded_only_with_its_reason(tmp_path: Path) -> None:
    manifest = recorded(tmp_path)
    changed = library(tmp_path, body=BODY.replace("丁戊己", "丁戊"))
    with pytest.raises(ManifestError, match="trial 已核的第二条有变更，请用 --reason 写明原因"):
        record(changed, manifest, ["trial"], DAY, None)
    after = record(changed, manifest, ["trial"], DAY, "官方更正")
    assert [(c.text, c.articles, c.day, c.reason) for c in after.changes] == [("trial", ("2",), DAY, "官方更正")]
    assert said(changed, after) == ["错误：第二条与参考摘要不一致"]


def test_the_manifest_is_read_as_it_was_written_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    manifest = recorded(tmp_path)
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    path = tmp_path / MANIFEST
    for broken in ("", "[]", '{"format": 1}', path.read_text(encoding="utf-8").replace('"1":', '"一":')):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(ManifestError, match="读不了或格式不对"):
            read_manifest(tmp_path)
    path.write_text('{"format": 9}', encoding="utf-8")
    with pytest.raises(ManifestError, match="另一版本"):
        read_manifest(tmp_path)


def test_two_copies_are_compared_character_by_character() -> None:
    ours = read_text(law(body="\n## 第一条\n\n" + "同" * 40 + "应当依法处理。\n\n## 第二条\n\n乙。\n"), "a.md").document
    theirs = read_text(law(body="\n## 第一条\n\n" + "同" * 40 + "应依法处置。\n\n## 第二条\n\n丙。\n"), "b.md")
    assert ours
    assert theirs.document
    found = [str(difference) for difference in compare(ours.version, theirs.document.version)]
    assert found == [
        f"第一条：…{'同' * 11}应【当→无】依法处【理→置】。",
        "第二条：【乙→丙】。",
    ]


def test_the_command_verifies_records_and_compares(tmp_path: Path) -> None:
    docs = tmp_path / "laws"
    docs.mkdir()

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["verify", "--docs", str(docs), *arguments])
        return done.exit_code, done.output

    library(docs, checked="none")
    assert run()[0] == 0
    assert run("--record") == (0, "登记了 1 个文本、2 条。\n")
    library(docs, body=BODY.replace("丁戊己", "丁戊"), checked="double")
    code, output = run()
    assert code == 1
    assert "trial.md:17: 错误：第二条与登记的不同" in output
    assert run("--record", "--reason", "官方更正")[0] == 0
    assert run()[0] == 0
    other = tmp_path / "other.md"
    other.write_text(law(body=BODY), encoding="utf-8")
    code, output = run("trial", "--against", str(other))
    assert code == 1
    assert "第二条：丁戊【无→己】。" in output
    other.write_text(law(body=BODY.replace("丁戊己", "丁戊")), encoding="utf-8")
    assert run("trial", "--against", str(other))[0] == 0
