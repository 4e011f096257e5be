"""Who is whom: assets between the models of records and those of customers."""

from collections.abc import Iterator

import dagster as dg

from orchestration.checks import check_result, record
from orchestration.defs.resources import PipelineRun
from orchestration.freshness import DAILY
from orchestration.identities import checks, row_counts
from orchestration.outcome import heed_stop

GROUP = "identities"
LOOKED_AT = "nothing_to_look_at"

_IDENTIFIERS = dg.AssetKey([GROUP, "identifiers"])
_MATCHES = dg.AssetKey([GROUP, "matches"])
_FOUND = {
    "identifiers": "Identifiers and the customer that each belongs to. "
    "One row per identifier.",
    "gone": "Identifiers that were known and are not there now. "
    "One row per identifier.",
    "edges": "Why two identifiers are one person, and what became of it. "
    "One row per two identifiers and rule.",
    "minted": "Ids that were ever given to a customer. One row per id.",
    "redirects": "Customer ids that were merged into another. "
    "One row per id that is no more.",
    "findings": "Values that name nobody, are of too many, or were mended. "
    "One row per value.",
}


@dg.asset(
    key=_MATCHES,
    deps=[["staging", "stg_crm__contacts"]],
    description="Contacts of the CRM that may be one person, weighed by Splink. "
    "One row per two contacts.",
    group_name=GROUP,
    kinds={"python", "duckdb"},
    owners=["team:data_engineering"],
    freshness_policy=DAILY,
    required_resource_keys={"pipeline_run"},
)
def matches(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Hold the contacts against each other."""
    # Splink and SciPy take 0.8 s of CPU to import: who looks at assets need not pay.
    from orchestration.contacts import match_contacts

    heed_stop(context.instance, context.run.run_id)
    context.log.info("Matching contacts")
    found = match_contacts()
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": found.matches.pairs.num_rows,
            "contacts_looked_at": found.touched,
            "model": found.learnt or "used again",
        }
    )


@dg.multi_asset(
    name=GROUP,
    specs=[
        dg.AssetSpec(
            [GROUP, name],
            deps=[["intermediate", "int_identifiers__together"], _MATCHES],
            description=description,
            group_name=GROUP,
            kinds={"python", "duckdb"},
            owners=["team:data_engineering"],
            freshness_policy=DAILY,
        )
        for name, description in _FOUND.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            LOOKED_AT,
            asset=_IDENTIFIERS,
            description="Placeholders, identifiers of too many, groups that are held: "
            "they link nobody, and stop nothing.",
        )
    ],
)
def identities(
    context: dg.AssetExecutionContext, pipeline_run: PipelineRun
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Find who is whom."""
    from orchestration.linking import find_customers

    heed_stop(context.instance, context.run.run_id)
    context.log.info("Finding who is whom")
    find_customers(everything=pipeline_run.backfill is not None)
    rows = row_counts()
    for name in _FOUND:
        yield dg.MaterializeResult(
            asset_key=[GROUP, name], metadata={"dagster/row_count": rows[name]}
        )
    found = checks()
    record(context.run.run_id, found)
    yield check_result(_IDENTIFIERS, LOOKED_AT, found)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the assets of who is whom."""
    return dg.Definitions(assets=[matches, identities])
