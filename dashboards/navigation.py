"""Find the pages: each file of `app_pages` is one, and states itself in three lines.

``TITLE``, ``ICON`` and ``PLACE`` stand in the page as plain values. They are read
without running the page, as the frame needs all of them before it runs one.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "app_pages"


@dataclass(frozen=True)
class PageFile:
    """A page as its file states it."""

    path: Path
    title: str
    """A plain noun, in the navigation and over the page."""
    icon: str
    """Such as ``:material/group:``."""
    place: int
    """Pages stand in ascending order; steps of ten leave room between two."""


@cache
def pages(folder: Path = FOLDER) -> list[PageFile]:
    """Return the pages of a folder by place, then by file name.

    Raises:
        ValueError: If a page does not state itself; the message names what is missing.
    """
    found = [_stated(path) for path in folder.glob("*.py")]
    return sorted(found, key=lambda page: (page.place, page.path.name))


def _stated(path: Path) -> PageFile:
    values = {
        target.id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    title, icon, place = (values.get(name) for name in ("TITLE", "ICON", "PLACE"))
    if (
        not isinstance(title, str)
        or not isinstance(icon, str)
        or not isinstance(place, int)
    ):
        message = (
            f"{path.name} does not say where it stands: a page has three lines such as "
            '`TITLE = "Customers"`, `ICON = ":material/group:"` and `PLACE = 20`'
        )
        raise ValueError(message)
    return PageFile(path, title, icon, place)
