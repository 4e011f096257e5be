"""What is wrong in a file that people write, told so that they can mend it."""

from pathlib import Path

from pydantic import ValidationError


class SettingsError(Exception):
    """The settings are wrong; the message names the entry and the fix."""


def explained(path: Path, error: ValidationError) -> str:
    """Return the faults of a file, a line for each entry."""
    count = error.error_count()
    entries = "1 wrong entry" if count == 1 else f"{count} wrong entries"
    lines = [f"{path} has {entries}:"]
    for found in error.errors():
        place = ".".join(str(part) for part in found["loc"])
        lines.append(f"  {place}: {found['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
