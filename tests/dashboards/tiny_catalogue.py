"""The project's own catalogue of metrics, for shops that tests publish.

dbt parses the project once; publishing finds what it left, as after a run.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.dbt_project.dbt_in import dbt_in
from warehouse.settings import settings


def keep_catalogue() -> None:
    """Leave dbt's parse in the shop's home: what is published next has a catalogue."""
    target = settings().dbt_path / "target"
    target.mkdir(parents=True, exist_ok=True)
    (target / "semantic_manifest.json").write_text(_parsed())


@cache
def _parsed() -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        done = dbt_in(folder, "parse", "--quiet")
        assert done.success, done.exception
        return (folder / "semantic_manifest.json").read_text()
