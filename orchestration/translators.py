"""How a dbt model appears in Dagster: an asset is named by the table it fills.

``marts/fct_orders`` is the table ``marts.fct_orders``. Sources have the same keys as
the raw assets, so lineage joins up with no further mapping.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject

from orchestration.freshness import DAILY

BOOKS = {"_dlt_loads", "ledger"}
OTHER_GROUPS = {"seed": "seeds", "snapshot": "history"}
"""Groups of what is no model."""


class ModelTables(DagsterDbtTranslator):
    """Group models by layer, and marts by subject; give each an owner."""

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the spec of the table that a model fills."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        # dlt's own table of loads and the ledger are read here and are no assets.
        deps = [dep for dep in spec.deps if dep.asset_key.path[-1] not in BOOKS]
        spec = spec.replace_attributes(deps=deps)
        if spec.key.path[0] != "marts":
            return spec
        return spec.replace_attributes(freshness_policy=DAILY)

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """Return the check that a test of a model is."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        # Dagster looks each of them up where it parts the models into two steps.
        deps = [d for d in spec.additional_deps if d.asset_key.path[-1] not in BOOKS]
        return spec._replace(additional_deps=deps)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return ``staging``, or for marts the folder, such as ``customers``."""
        kind = dbt_resource_props["resource_type"]
        if kind in OTHER_GROUPS:
            return OTHER_GROUPS[kind]
        layer, *folders = dbt_resource_props["fqn"][1:-1]
        return folders[0] if layer == "marts" and folders else layer

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """Return the owners that the model names, analytics by default."""
        return list(super().get_owners(dbt_resource_props) or ["team:analytics"])
