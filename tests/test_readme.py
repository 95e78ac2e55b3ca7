"""What the README tells people to type does what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from indexer.corpus import load
from tests.conftest import ROOT


def commands(section: str) -> list[list[str]]:
    """The commands of the first code block of a section of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(rf"### {section}\n.*?```bash\n(.*?)```", text, re.DOTALL)
    assert block
    return [shlex.split(line) for line in block[1].strip().split("\n")]


def test_a_law_is_added_as_the_readme_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "laws", tmp_path / "docs" / "laws")
    shutil.copytree(ROOT / "tests" / "data", tmp_path / "tests" / "data")
    outputs = []
    for command in commands("加入一部法规"):
        assert command[0] == "python"
        done = subprocess.run(
            [sys.executable, *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        outputs.append(done.stdout)
    assert "写入 docs/laws/example-rules.md" in outputs[0]
    assert "为了说明怎样加入一部法规" in outputs[2]
    corpus, faults = load(tmp_path / "docs")
    assert not faults
    version = corpus.entries["example-rules"].version
    assert [node.label for node in version.articles()] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert (version.facts.source, str(version.facts.version)) == ("https://www.example.org/rules", "2020-01-15")
