"""Data Docs that are whole without a network: pages of our own around GX's contents.

Great Expectations' own pages fetch styles and scripts from six other hosts; its index
is drawn by one of them and stays blank on a machine that is cut off.
"""

import json
from pathlib import Path
from typing import Any

from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

TEMPLATES = FileSystemLoader(Path(__file__).with_name("templates"))


class OfflinePageView(DefaultJinjaPageView):
    """A page of the docs, with our frame and style."""

    def __init__(self, **directories: Any) -> None:
        super().__init__(**directories)
        self.env.loader = ChoiceLoader([TEMPLATES, *filter(None, [self.env.loader])])


def write_index(results: Path, site: Path) -> None:
    """Write the first page: the latest result of every suite, broken ones first."""
    pages = []
    for path in results.rglob("*.json"):
        result = json.loads(path.read_text())
        statistics = result["statistics"]
        page = Path("validations") / path.relative_to(results).with_suffix(".html")
        pages.append(
            {
                "table": result["suite_name"],
                "link": page.as_posix(),
                "kept": statistics["successful_expectations"],
                "broken": statistics["unsuccessful_expectations"],
                "checked_at": result["meta"]["run_id"]["run_time"][:19].replace(
                    "T", " "
                ),
            }
        )
    pages.sort(key=lambda page: (-page["broken"], page["table"]))
    template = Environment(loader=TEMPLATES, autoescape=True).get_template("index.j2")
    (site / "index.html").write_text(template.render(pages=pages))
