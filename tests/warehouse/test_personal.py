"""Every column that Karvan keeps has a class, and the classes do not contradict."""

from typing import Any, get_args

import pytest

from ingestion.entities import ENTITIES, PROVENANCE
from ingestion.loading import prepare
from warehouse import personal
from warehouse.engine import connect
from warehouse.personal import pii_class
from warehouse.settings import REPOSITORY
from warehouse.settings.tracking_plan import PiiClass

DBT = REPOSITORY / "dbt_project"


def described() -> set[str]:
    """Return the columns that are described, and not classified there: file.column."""
    import yaml

    found = set()
    for path in sorted([*DBT.glob("models/**/*.yml"), *DBT.glob("snapshots/*.yml")]):
        said = yaml.safe_load(path.read_text())
        for kind in ("models", "snapshots"):
            for model in said.get(kind) or ():
                found |= {
                    f"{model['name']}.{one['name']}"
                    for one in model.get("columns") or ()
                    if not is_told(one)
                }
    return found


def is_told(column: dict[str, Any]) -> bool:
    """Return whether a model's own file says the class of a column."""
    told = column.get("config", {}).get("meta", {}).get("pii")
    return told in get_args(PiiClass)


def test_every_column_of_the_raw_contract_is_classified() -> None:
    columns = {
        f"{entity.table}.{column}"
        for entity in ENTITIES.values()
        for column in {**entity.columns, **PROVENANCE}
    }
    assert len(columns) > 200
    assert unclassified(columns) == []


def test_every_column_that_a_model_describes_is_classified() -> None:
    columns = described()
    assert len(columns) > 500
    assert unclassified(columns) == []


def test_every_column_of_operations_and_identities_is_classified(shop) -> None:
    prepare()
    with connect() as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name || '.' || column_name "
            "from duckdb_columns() where database_name = 'warehouse'"
        ).fetchall()
    columns = {column for (column,) in rows}
    assert {"identities.edges.reason", "ops.quarantine.payload"} <= columns
    assert unclassified(columns) == []


def test_a_column_that_nobody_classified_is_named() -> None:
    assert unclassified(["raw_crm.contacts.shoe_size", "a.email"]) == [
        "raw_crm.contacts.shoe_size"
    ]


def test_no_column_has_two_classes() -> None:
    classes = (personal.DIRECT, personal.INDIRECT, personal.NONE)
    assert sum(map(len, classes)) == len(frozenset().union(*classes))
    assert not any(map(personal.MEASURES.fullmatch, personal.DIRECT))


@pytest.mark.parametrize(
    "column", ["extra", "properties", "traits", "payload", "email"]
)
def test_what_may_hold_anything_is_direct(column: str) -> None:
    assert pii_class(column) == "direct"


def test_columns_that_say_whose_a_row_is_are_personal() -> None:
    for column in (*personal.WHOSE, *personal.WHOLE):
        assert pii_class(column) in ("indirect", "direct"), column


def test_what_stays_for_totals_is_personal_and_of_no_demographic() -> None:
    for column in personal.COUNTED:
        assert pii_class(column) in ("indirect", "direct"), column
    assert not personal.COUNTED & {"email", "birth_date", "city", "age_band"}


def unclassified(columns) -> list[str]:
    """Return the columns that have no class."""
    return sorted(one for one in columns if pii_class(one.rpartition(".")[2]) is None)
