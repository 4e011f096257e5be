"""Whether a run would change anything: what sources have, settings, code."""

import hashlib
import uuid

from ingestion.inspection import has_news
from ingestion.loading import prepare
from orchestration.dbt import project_hash
from orchestration.identities import is_anything_decided
from warehouse.engine import connect
from warehouse.publishing import versions
from warehouse.settings import REPOSITORY, settings
from warehouse.status import finish_run, read_status, start_run

CODE = ("warehouse", "ingestion", "quality", "science")


def is_anything_new() -> bool:
    """Return whether what is published could differ after a run.

    It compares the sources' files and tables with the ledger; and the settings, the
    code and the ledger with those that the marts were last built from as a whole; and
    what people decided of identities with what the last run knew of it.
    """
    status = read_status()
    newest = next(iter(versions()), None)
    if status is None or status.failing_since is not None:
        return True
    if newest is None or not newest.is_current:
        return True
    stamp = settings().home / "built_from"
    built, _, loaded = stamp.read_text().partition(" ") if stamp.exists() else ("",) * 3
    if built != built_from():
        return True
    prepare()
    return loaded != _loaded() or is_anything_decided() or has_news()


def built_from() -> str:
    """Return a hash of the settings and the code that the marts are built from."""
    shop = settings()
    found = hashlib.sha256(project_hash().encode())
    for section in (shop.shop, *shop.sources, shop.quality, shop.identity):
        found.update(section.model_dump_json().encode())
    for room in CODE:
        for path in sorted((REPOSITORY / room).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


def note_built(built: str) -> None:
    """Remember what the version just published was built from.

    Args:
        built: `built_from` as it was when the run began: what is edited while a run
            goes on is news for the next one.
    """
    (settings().home / "built_from").write_text(f"{built} {_loaded()}")


def _loaded() -> str:
    """Return a hash of what is loaded: live runs and replays load without building."""
    with connect() as connection:
        row = connection.execute(
            "select count(*), sum(hash(source_name, entity, file, load_id, accepted)) "
            "from ops.ledger where is_current"
        ).fetchone()
    return "-".join(map(str, row or ()))


def forget_built() -> None:
    """Make the next run build and publish, though the sources have nothing new.

    For who changes raw tables or the quarantine outside a run, before they do.
    """
    (settings().home / "built_from").unlink(missing_ok=True)


def note_unchanged() -> None:
    """Write into ``status.json`` that a run found nothing new."""
    start_run(str(uuid.uuid4()))
    with connect() as connection:
        finish_run(connection, "unchanged")
