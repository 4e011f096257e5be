"""The sample shop's customers, of events, CRM and orders together, as a run finds them.

They are loaded, staged and linked by the code of a run; what is not about customers,
such as products and promotions, is left out.
"""

import json
from pathlib import Path

import duckdb
import pyarrow as pa

from ingestion.loading import load_entity, prepare
from orchestration import dbt
from orchestration.benchmarks.identity_households import Together, judged
from orchestration.benchmarks.identity_sets import shop_of
from orchestration.contacts import match_contacts
from orchestration.linking import find_customers
from warehouse.engine import connect
from warehouse.lock import run_lock

__all__ = ["Together", "together"]

SETTINGS = """
[shop]
name = "The sample shop"
timezone = "America/New_York"
currency = "USD"
[[sources]]
name = "shop"
kind = "complete_journey"
[[sources]]
name = "web"
kind = "sample"
[[sources]]
name = "crm"
kind = "sample_crm"
"""
ENTITIES = (
    "events", "contacts", "tickets", "surveys", "customers", "order_lines",
    "campaign_members", "coupon_redemptions",
)  # fmt: skip
"""All that names a customer."""
MODEL = "int_identifiers__together"
_FOUND = "select identifier, customer_id from identities.identifiers"
_CARDS = """
select distinct customer_id from raw_shop.order_lines where customer_id is not null
"""
_SAID = """
with calls as (
    select
        user_id,
        anonymous_id,
        [
            'card ' || user_id,
            'email ' || lower(traits ->> '$.email'),
            'phone ' || right(regexp_replace(traits ->> '$.phone', '\\D', '', 'g'), 10),
        ] as told,
    from raw_events.events
    where user_id is not null
),

said as (
    select
        concat('contact:', source_name, '/', contact_id) as identifier,
        unnest([
            'card ' || customer_id,
            'email ' || lower(email),
            -- Ten digits: all numbers of the sample are of the United States.
            'phone ' || right(regexp_replace(phone, '\\D', '', 'g'), 10),
        ]) as value,
    from raw_crm.contacts
    union all
    select concat('contact:', source_name, '/', contact_id), 'card ' || customer_id
    from raw_feedback.tickets
    union all
    select 'anonymous:' || anonymous_id, unnest(told) from calls
    union all
    select 'customer:' || user_id, unnest(told) from calls
    union all
    select 'customer:' || customer_id, 'card ' || customer_id
    from ({cards})
)

select distinct identifier, value
from said
where identifier is not null and value is not null
"""


def together(folder: Path) -> Together:
    """Return how well the sample shop's customers are found.

    Args:
        folder: An empty one, where a shop of its own is made.

    Raises:
        DbtError: If the models cannot be built.
        LoadError: If the extra `demo` is not installed.
    """
    config, home = folder / "karvan.toml", folder / "home"
    config.write_text(SETTINGS)
    with shop_of(config, home), run_lock("karvan bench"):
        prepare()
        for entity in ENTITIES:
            load_entity(entity)
        _stage()
        match_contacts()
        find_customers()
        with connect() as connection:
            return of_sample(
                connection, home / "sample" / "web", home / "sample" / "crm"
            )


def of_sample(connection: duckdb.DuckDBPyConnection, web: Path, crm: Path) -> Together:
    """Return how well the sample's customers were found in a warehouse.

    Args:
        connection: To the warehouse, after a run.
        web: Folder of the web shop's truth.
        crm: That of the CRM's; it is called like the source.
    """
    cards = {card for (card,) in connection.execute(_CARDS).fetchall()}
    return judged(
        connection.sql(_FOUND).to_arrow_table(),
        _known(web, crm, cards),
        connection.sql(_SAID.format(cards=_CARDS)).to_arrow_table(),
    )


def _stage() -> None:
    built: list[str] = []
    dbt.build([f"+{MODEL}"], full_refresh=False, on_built=built.append)
    if f"intermediate.{MODEL}" not in built:
        raise dbt.DbtError(f"dbt did not build {MODEL}; `make test` may say why")


def _known(web_folder: Path, crm_folder: Path, cards: set[str]) -> pa.Table:
    """Return whose each contact is, and of which household a device and a card.

    A device on which nobody ever signed in is not known.
    """
    web, crm = (
        json.loads((folder / "truth.json").read_text())
        for folder in (web_folder, crm_folder)
    )
    people, devices = crm["people"], web["households"]
    contacts = [
        {
            "identifier": f"contact:{crm_folder.name}/{contact}",
            "household": people[person],
            "person_id": person,
        }
        for contact, person in crm["contacts"].items()
    ]
    others = [
        {"identifier": f"anonymous:{device}", "household": household}
        for household, names in devices.items()
        for device in names
    ] + [
        {"identifier": f"customer:{card}", "household": card}
        for card in sorted(cards | devices.keys() | set(people.values()))
    ]
    names = ("identifier", "household", "person_id")
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist(contacts + others, schema)
