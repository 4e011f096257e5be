"""The outlook: what is made of a published version for those who have goals."""

import dagster as dg

from orchestration.freshness import DAILY
from orchestration.outcome import PUBLISHED, heed_stop


@dg.asset(
    key=["outlook", "goals"],
    deps=[PUBLISHED],
    description="How the goals of the workspace stand, and what they are expected to "
    "come to: `outlook.json` in home. One row per goal.",
    group_name="outlook",
    kinds={"python", "duckdb"},
    owners=["team:data_engineering"],
    freshness_policy=DAILY,
)
def goals(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Compute the outlook; a goal that cannot be computed is told in it."""
    # What fits takes a second to import: who looks at assets need not pay.
    from orchestration.outlook import compute_outlook

    heed_stop(context.instance, context.run.run_id)
    try:
        found = compute_outlook()
    except OSError as error:
        # The version is published all the same, and readers see the outlook's age.
        context.log.warning(f"The outlook could not be written: {error}")
        return dg.MaterializeResult()
    for name, problem in found.problems.items():
        context.log.warning(f"Goal {name}: {problem}")
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(found.goals),
            "problems": len(found.problems),
            "version": found.version,
        }
    )
