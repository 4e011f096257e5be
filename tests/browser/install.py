"""Find a Chromium for the browser tests, or install one; say which it is.

In this order: one that is there, Debian's package where root may install it, and
Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> Path | None:
    """Return a Chromium or Chrome of this machine; None if there is none.

    ``KARVAN_CHROMIUM`` names one before all others.
    """
    named = os.environ.get("KARVAN_CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install_browser() -> None:
    """Install Chromium by the system's packages as root, else by Playwright."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]
        packages = ["chromium", "fonts-liberation"]
        updated = _run([*apt, "update"], environment)
        if updated and _run([*apt, "install", "--yes", *packages], environment):
            return
    _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _run(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, env=environment, check=False, stdout=sys.stderr)
    return done.returncode == 0


def main() -> None:
    """Print the browser that the tests will use."""
    if find_browser() is None:
        print("No Chromium here: installing one", file=sys.stderr)
        install_browser()
    browser = find_browser()
    if browser is None:
        sys.exit(
            "no Chromium could be installed; install one and name it in KARVAN_CHROMIUM"
        )
    print(f"Browser tests use {browser}")


if __name__ == "__main__":
    main()
