"""Contacts whose persons are known: published sets, the sample shop, a shop's own."""

import json
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from ingestion.loading import load_entity, prepare
from orchestration.contacts import Asked, asked
from science.identity.normalising import COLUMNS
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.settings import REPOSITORY, settings

DATA = REPOSITORY.parent / "shared" / "data"
"""Where published sets are, beside the project."""

FEBRL = """
select
    rec_id as contact_id,
    cluster::varchar as person_id,
    given_name as first_name,
    surname as last_name,
    nullif(trim(concat_ws(' ', street_number, address_1)), '') as address,
    suburb as city,
    postcode as postal_code,
    state as region,
    date_of_birth as birth_date,
from read_csv('{path}', all_varchar = true)
"""
FAKE = """
select
    unique_id as contact_id,
    cluster::varchar as person_id,
    first_name,
    surname as last_name,
    dob as birth_date,
    city,
    email,
from read_csv('{path}', all_varchar = true)
"""
PUBLISHED = {
    "fake_1000": ("er_splink/fake_1000.csv.gz", FAKE, 0.95),
    "febrl1": ("er_febrl/febrl1.csv.gz", FEBRL, 0.99),
    "febrl2": ("er_febrl/febrl2.csv.gz", FEBRL, 0.99),
}
"""Path, query and the F1 that is wanted. FEBRL goes without its social security number,
which alone is nearly a key, and without its second line of the address."""

SAMPLE = """
[shop]
name = "The sample shop's CRM"
[[sources]]
name = "crm"
kind = "sample_crm"
"""
_CONTACTS = f"""
select
    contact_id,
    {", ".join(column for column in COLUMNS if column != "birth_date")},
    -- A date that cannot be is kept as it was written: it still tells who somebody is.
    coalesce(birth_date::varchar, extra ->> '$.birth_date') as birth_date,
from raw_crm.contacts
where deleted_at is null
qualify row_number() over (
    partition by contact_id
    order by _dlt_load_id desc, source_file desc, source_row desc
) = 1
order by contact_id
"""


@dataclass(frozen=True)
class Known:
    """Contacts whose persons are known."""

    name: str
    contacts: pa.Table
    """``contact_id`` and columns of the entity ``contacts``."""
    truth: pa.Table
    """``contact_id``, ``person_id``."""
    least_f1: float | None = None
    """What is wanted."""
    asked: Asked | None = None
    """How the settings beside them have them matched."""


def published(folder: Path) -> Iterator[Known | str]:
    """Yield the published sets of a folder; the name of one that is not there."""
    for name, (path, query, least) in PUBLISHED.items():
        if not (folder / path).is_file():
            yield name
            continue
        with duckdb.connect() as connection:
            found = connection.sql(query.format(path=folder / path)).to_arrow_table()
        truth = found.select(["contact_id", "person_id"])
        yield Known(name, found.drop_columns(["person_id"]), truth, least)


def sample(folder: Path) -> tuple[Known, pa.Table]:
    """Return the sample shop's contacts, and in whose household each is.

    Args:
        folder: An empty one, where a shop of its own is made.

    Raises:
        LoadError: If the extra `demo` is not installed.
    """
    (folder / "karvan.toml").write_text(SAMPLE)
    contacts, how = loaded(folder / "karvan.toml", folder / "home")
    told = json.loads((folder / "home" / "sample" / "crm" / "truth.json").read_text())
    persons = told["contacts"]
    truth = pa.table({"contact_id": [*persons], "person_id": [*persons.values()]})
    homes = [told["people"][person] for person in persons.values()]
    households = pa.table({"contact_id": [*persons], "person_id": homes})
    return Known("sample shop", contacts, truth, asked=how), households


def configured(config: Path, truth: Path, home: Path) -> Known:
    """Return the contacts that a settings file maps.

    Args:
        config: A ``karvan.toml`` with a source that fills ``contacts``.
        truth: CSV file of ``contact_id`` and ``person_id``.
        home: An empty folder: they are loaded into it.

    Raises:
        LoadError: If the contacts cannot be loaded.
        SettingsError: If the settings are wrong.
        ValueError: If the truth lacks a column.
    """
    with duckdb.connect() as connection:
        told = connection.read_csv(str(truth), header=True, all_varchar=True)
        if missing := {"contact_id", "person_id"} - set(told.columns):
            raise ValueError(f"{truth} has no column {', '.join(sorted(missing))}")
        rows = told.select("contact_id", "person_id").to_arrow_table()
    contacts, how = loaded(config, home)
    return Known(config.stem, contacts, rows, asked=how)


def loaded(config: Path, home: Path) -> tuple[pa.Table, Asked]:
    """Load the contacts of a settings file as a run does.

    Returns:
        The contacts, and how ``identity.yml`` beside the file has them matched.

    Raises:
        LoadError: If they cannot be loaded.
        SettingsError: If the settings are wrong.
    """
    with shop_of(config, home), run_lock("karvan bench"):
        prepare()
        load_entity("contacts")
        with connect() as connection:
            return connection.sql(_CONTACTS).to_arrow_table(), asked()


@contextmanager
def shop_of(config: Path, home: Path) -> Generator[None]:
    """Let the settings be those of a file, and what is written be in a folder."""
    named = {"KARVAN_CONFIG": str(config.absolute()), "KARVAN_HOME": str(home)}
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        settings.cache_clear()
