"""The analysts' guide as a program: its files, its commands and what they print.

Imported by the tests that do what it says.
"""

import re
import shlex
from pathlib import Path

from warehouse.settings import REPOSITORY

GUIDE = (REPOSITORY / "dbt_project" / "GUIDE.md").read_text()
_FILE = re.compile(r"^`(\S+)`:\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def files() -> dict[Path, str]:
    """Return the files that the guide writes, by path."""
    return {Path(path): text for path, text in _FILE.findall(GUIDE)}


def commands(section: int) -> list[list[str]]:
    """Return the commands of a numbered section, as words without `karvan`."""
    _, _, text = GUIDE.partition(f"\n## {section}. ")
    text, _, _ = text.partition("\n## ")
    lines = "".join(_COMMANDS.findall(text)).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines]
