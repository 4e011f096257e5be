"""Load Parquet files of the raw shape with dlt, without touching their rows.

Each entity has a pipeline of its own name, whose folder lives only while it loads: the
ledger knows what was loaded, files are read again after a crash, so dlt keeps nothing
between runs and a package that a crash left is dropped.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import duckdb

from ingestion.entities import PROVENANCE, Entity
from ingestion.feeds import LoadError
from warehouse.engine import config
from warehouse.settings import SettingsError, settings

IN_ORDER = {"preserve_insertion_order": True}
"""Rows in their order are stored once. Else the threads that share a file leave row
groups half full, which the checkpoint packs anew: 1 s for 2 million events. A file in
order is the work of hardly more than one thread, so several are inserted at once."""

Write = Callable[[str], Iterator[tuple[Path, int]]]
"""Given dlt's load id, writes Parquet files and yields each with its rows."""


def clear() -> None:
    """Remove what killed loads left in dlt's working folder."""
    shutil.rmtree(settings().dlt_path, ignore_errors=True)


@contextmanager
def work_folder(entity: Entity) -> Generator[Path]:
    """Give an empty folder for a load's files; what a crash left in it is removed."""
    folder = settings().dlt_path / entity.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load(entity: Entity, folder: Path, write: Write) -> str:
    """Append what ``write`` yields to the entity's raw table; return dlt's load id.

    Raises:
        LoadError: As ``write`` raises it; nothing is loaded then.
        SettingsError: If the tracking plan is wrong; nothing is loaded then.
    """
    # Before dlt is imported: it reads these once. It is imported here because it costs
    # a second, which a run with nothing new need not pay.
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
    os.environ.setdefault("RUNTIME__LOG_LEVEL", "ERROR")
    _keep_to_itself(folder)
    import dlt
    from dlt.common.configuration.container import Container
    from dlt.common.storages.load_package import LoadPackageStateInjectableContext
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials
    from dlt.pipeline.exceptions import PipelineStepFailed

    load_ids: list[str] = []
    files: list[Path] = []

    @dlt.resource(
        name=entity.name,
        write_disposition="append",
        columns=cast("Any", _hints(entity)),
    )
    def rows() -> Iterator[Any]:
        load_ids.append(Container()[LoadPackageStateInjectableContext].load_id)
        for path, count in write(load_ids[0]):
            files.append(path)
            yield dlt.mark.with_file_import(str(path), "parquet", count)

    pipeline = dlt.pipeline(
        pipeline_name=entity.name,
        pipelines_dir=str(folder / "pipelines"),
        dataset_name=entity.schema,
        destination="duckdb",
    )
    pipeline.config.restore_from_destination = False
    try:
        pipeline.extract(rows())
        pipeline.normalize()
        at_once, threads = _shares(len(files))
        with duckdb.connect(
            settings().warehouse_path, config=config() | IN_ORDER | {"threads": threads}
        ) as connection:
            # One connection for all: dlt opens six of its own, and when the last one
            # of some closes DuckDB writes a checkpoint.
            pipeline.load(
                credentials=DuckDbCredentials(
                    connection, local_config={"enable_progress_bar": False}
                ),
                workers=at_once,
            )
    except PipelineStepFailed as error:
        if told := _told(error):
            raise told from error
        raise
    return load_ids[0]


def _keep_to_itself(folder: Path) -> None:
    """Give dlt a folder of settings, with nothing in it.

    Else it reads those of the folder that it is started in and, without any, imports
    Streamlit to look for secrets there: half a second.
    """
    (folder / ".dlt").mkdir(exist_ok=True)
    (folder / ".dlt" / "secrets.toml").touch()
    os.environ["DLT_PROJECT_DIR"] = str(folder)


def _shares(files: int) -> tuple[int, int]:
    """Return how many files are inserted at once, and the threads of DuckDB for all."""
    cores = settings().engine.threads or len(os.sched_getaffinity(0))
    at_once = max(1, min(files, cores))
    # Each insert works in a thread of its own beside DuckDB's.
    return at_once, cores - at_once + 1


def _told(error: BaseException) -> LoadError | SettingsError | None:
    """Return the error of ours that dlt wrapped."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, LoadError | SettingsError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _hints(entity: Entity) -> dict[str, dict[str, Any]]:
    hints: dict[str, dict[str, Any]] = {}
    for name, kind in {**entity.columns, **PROVENANCE}.items():
        # dlt's own type of JSON would make DuckDB's of it: it stays text as it came.
        hints[name] = {"data_type": "text" if kind == "json" else kind}
        if kind == "decimal":
            hints[name] |= {"precision": 18, "scale": 4}
        if kind == "timestamp":
            hints[name] |= {"timezone": False}
    return hints
