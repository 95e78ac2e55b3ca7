"""A Chromium for the browser tests: find one, install one where that is allowed, or say in one line what to do.

`python -m tests.chromium` finds or installs and prints the path; the tests only find.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ARGUMENTS", "MISSING", "find_chromium"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = "浏览器测试需要 Chromium：安装 chromium（apt-get install chromium），或用环境变量 CHROMIUM 指明它的路径"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Path of a Chromium: the variable CHROMIUM, then PATH, then Playwright's own; None where there is none."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def install_chromium() -> None:
    """Try the system's package where we are root on Debian, then Playwright's download."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    attempts: list[list[str]] = []
    # Ubuntu's package is a pointer to a snap and of no use in a container.
    if is_root and shutil.which("apt-get") and "Debian" in platform.freedesktop_os_release().get("NAME", ""):
        attempts.append(["sh", "-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"])
    with_dependencies = ["--with-deps"] if is_root else []
    attempts.append([sys.executable, "-m", "playwright", "install", *with_dependencies, "chromium"])
    for attempt in attempts:
        done = subprocess.run(attempt, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode == 0:
            return


def main() -> int:
    if not find_chromium():
        print("没有找到 Chromium，正在安装……", file=sys.stderr)
        install_chromium()
    found = find_chromium()
    print(found or MISSING, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
