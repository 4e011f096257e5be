"""What a run found of who is whom, and what people have decided since."""

from warehouse.decisions import decisions
from warehouse.engine import connect
from warehouse.operations import Check
from warehouse.settings import settings

TABLE = "identities.identifiers"
FINDINGS = {
    "blocked": "Identifiers name somebody",
    "too_long": "Identifiers are short enough to be ids",
    "unreadable": "E-mail addresses and telephone numbers can be read",
    "mended": "Identifiers have no characters that nobody sees",
    "self": "No identifier is linked with itself",
    "shared": "Addresses, numbers and devices are of few enough to link them",
    "over_limit": "No links hang too much together",
    "corrected": "Places are written as the list of them has them",
    "held": "Nobody waits for a person to say who is whom",
}
"""By code, what is so where there is no such finding."""


_NAMED = 5
_CORRECTED = f"""
select value, becomes
from identities.findings
where code = 'corrected'
order by records desc, value
limit {_NAMED}
"""


def is_anything_decided() -> bool:
    """Return whether people decided what no run has heeded yet."""
    stamp = settings().home / "identities_decided"
    heeded = stamp.read_text() if stamp.exists() else "0"
    return heeded != str(len(decisions("identities")))


def note_heeded(count: int) -> None:
    """Remember how many decisions a run has heeded; others come while it goes on."""
    (settings().home / "identities_decided").write_text(str(count))


def row_counts() -> dict[str, int]:
    """Return how many rows each table of the schema has."""
    with connect() as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'identities' "
            "and database_name = 'warehouse' order by table_name"
        ).fetchall()
        found = {}
        for (name,) in tables:
            [(rows,)] = connection.execute(
                f"select count(*) from identities.{name}"
            ).fetchall()
            found[name] = rows
    return found


def checks() -> list[Check]:
    """Return what a person may want to look at; none of it stops publishing.

    Corrected places are named: they say nothing of anybody, as other values would.
    """
    with connect() as connection:
        found = dict(
            connection.execute(
                "select code, sum(case when code in ('over_limit', 'denied') "
                "then records else 1 end) from identities.findings group by code"
            ).fetchall()
        )
        corrected = connection.execute(_CORRECTED).fetchall()
    named = {
        "corrected": ", ".join(f"{value} → {becomes}" for value, becomes in corrected)
    }
    return [
        Check(
            asset=TABLE,
            name=code,
            kind="identities",
            is_blocking=False,
            is_passed=not found.get(code),
            unexpected=int(found.get(code, 0)),
            message=f"{words} ({_said(int(found[code]), named.get(code))})"
            if found.get(code)
            else words,
        )
        for code, words in FINDINGS.items()
    ]


def _said(count: int, named: str | None) -> str:
    said = f"{count:,} found"
    if not named:
        return said
    return f"{said}: {named}{', …' if count > _NAMED else ''}"
