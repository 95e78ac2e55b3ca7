"""The plugin as a user meets it: `mkdocs build` in a project, what it says, and what it leaves behind."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Project
from tests.site.laws import law


def test_a_strict_build_writes_a_page_per_text_at_its_published_address(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(version="2024-01-01", effective="2024-03-01"), encoding="utf-8")
    (project.laws / "trial@2020-01-01.md").write_text(law(version="2020-01-01"), encoding="utf-8")
    done = project.build("--strict")
    assert done.returncode == 0, done.stderr
    assert (project.site / "laws/trial/index.html").is_file()
    assert (project.site / "laws/trial/2020-01-01/index.html").is_file()
    assert not (project.site / "laws/trial@2020-01-01").exists()
    assert (project.site / "search/entry.json").is_file()
    # The search index and other derived files stand outside the site, beside mkdocs.yml.
    assert (project.folder / ".cache/indexer").is_dir()


def test_a_fault_in_a_law_is_reported_with_its_line_and_leaves_the_last_good_site(project: Project) -> None:
    path = project.laws / "trial.md"
    path.write_text(law(), encoding="utf-8")
    assert project.build().returncode == 0
    before = snapshot(project.site)
    path.write_text(law(body="\n## 第一条\n\n甲。\n\n## 第三条\n\n乙。\n"), encoding="utf-8")
    done = project.build()
    assert done.returncode != 0
    assert "trial.md:17: 错误：第三条之前缺第二条" in done.stderr
    assert snapshot(project.site) == before
    assert not (project.folder / "site.new").exists()


def test_a_warning_under_strict_leaves_the_last_good_site(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build("--strict").returncode == 0
    before = snapshot(project.site)
    page = project.folder / "docs/about/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[断链](nowhere.md)\n", encoding="utf-8")
    done = project.build("--strict")
    assert done.returncode != 0
    assert snapshot(project.site) == before
    # Without --strict the same page is a warning, and the site is updated.
    assert project.build().returncode == 0
    assert snapshot(project.site) != before


def test_links_from_pages_to_provisions_are_checked(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    page = project.folder / "docs/about/index.md"
    original = page.read_text(encoding="utf-8")
    page.write_text(original + "\n[第一条](../laws/trial.md#art-1-p1)\n", encoding="utf-8")
    assert project.build("--strict").returncode == 0
    page.write_text(original + "\n[第九条](../laws/trial.md#art-9)\n", encoding="utf-8")
    done = project.build("--strict")
    assert done.returncode != 0
    assert "art-9" in done.stderr


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("use_directory_urls: false", "请在 mkdocs.yml 中保留 use_directory_urls: true"),
        ("docs_dir: nowhere", "nowhere"),
    ],
)
def test_settings_that_cannot_work_are_refused(project: Project, setting: str, message: str) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    config = project.folder / "mkdocs.yml"
    key = setting.partition(":")[0]
    kept = [line for line in config.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key}:")]
    config.write_text("\n".join([*kept, setting]) + "\n", encoding="utf-8")
    done = project.build()
    assert done.returncode != 0
    assert message in done.stderr
    assert not project.site.exists()


def test_materials_own_search_is_refused(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    config = project.folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("plugins:\n  - indexer", "plugins:\n  - search\n  - indexer")
    config.write_text(text, encoding="utf-8")
    done = project.build()
    assert done.returncode != 0
    assert "去掉 search" in done.stderr


def test_a_library_without_laws_is_refused(project: Project) -> None:
    done = project.build()
    assert done.returncode != 0
    assert "文件夹里没有法规文件" in done.stderr
    assert not project.site.exists()


def test_what_a_killed_build_left_is_cleared_and_the_site_it_caught_midway_comes_back(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build().returncode == 0
    # Killed between the two renames of the swap, with a staged site half written.
    project.site.rename(project.folder / "site.old")
    (project.folder / "site.new").mkdir()
    (project.folder / "site.new/half.html").write_text("…", encoding="utf-8")
    (project.laws / "trial.md").write_text("not a law", encoding="utf-8")
    assert project.build().returncode != 0
    assert (project.site / "laws/trial/index.html").is_file(), "the last good site is back"
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build().returncode == 0
    assert not list(project.folder.glob("site.*"))
    assert not (project.site / "half.html").exists()


def test_a_build_killed_while_it_runs_leaves_the_last_good_site(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build().returncode == 0
    before = snapshot(project.site)
    (project.laws / "trial.md").write_text(law(title="试验新法"), encoding="utf-8")
    process = start_build(project)
    deadline = time.monotonic() + 60
    while not (project.folder / "site.new").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    after = snapshot(project.site)
    assert after == before or "试验新法" in after["laws/trial/index.html"]
    assert project.build().returncode == 0
    assert "试验新法" in snapshot(project.site)["laws/trial/index.html"]


def test_two_builds_at_once_both_succeed_and_leave_one_whole_site(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    builds = [start_build(project), start_build(project)]
    for build in builds:
        _, complaints = build.communicate(timeout=300)
        assert build.returncode == 0, complaints
    assert (project.site / "laws/trial/index.html").is_file()
    assert not list(project.folder.glob("site.*"))


def test_building_twice_gives_the_same_bytes(project: Project) -> None:
    (project.laws / "trial.md").write_text(law(), encoding="utf-8")
    assert project.build().returncode == 0
    before = snapshot(project.site)
    assert project.build().returncode == 0
    assert snapshot(project.site) == before


def start_build(project: Project) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.Popen(command, cwd=project.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def snapshot(site: Path) -> dict[str, str]:
    """Every file of a site but the sitemap, whose date and compression change by themselves."""
    return {
        str(path.relative_to(site)): path.read_bytes().decode("utf-8", "backslashreplace")
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith("sitemap")
    }
