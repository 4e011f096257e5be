"""Weights of pairs of contacts, in bits, by Splink with what training learnt.

Method: Fellegi and Sunter (1969) by `Splink <https://github.com/moj-analytical-services/splink>`_;
then what one household explains as well as one person does is taken off.
"""

import logging
import math
from itertools import count
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from science.identity.comparisons import Comparison
from science.identity.training import Model

_NUMBER = "contact_number"
_names = count()


def score(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    pairs: str,
    target: str,
    least: float | None = None,
) -> None:
    """Create a table of scored pairs.

    Args:
        connection: With the table ``contacts``, and nothing that must stay as it is:
            Splink makes tables of its own.
        model: What was learnt.
        pairs: Table with ``l`` and ``r``.
        target: The table made: ``l``, ``r``, ``weight`` (bits), ``probability``,
            ``household`` (bits) and of each comparison ``mw_<column>`` and, where its
            values' frequency counts, ``mw_tf_adj_<column>``.
        least: The weight below which pairs are left out.
    """
    # Splink's own log handler writes each step to the terminal.
    logging.getLogger("splink").setLevel(logging.WARNING)
    connection.execute(
        "create or replace table blocked as select l as join_key_l, r as join_key_r,"
        f" '0' as match_key from {pairs}"
    )
    database = DuckDBAPI(connection)
    linker = Linker(
        database.register("contacts", table_name=f"contacts_{next(_names)}"),
        SettingsCreator.from_path_or_dict(settings(model)),
    )
    logging.getLogger("splink").setLevel(logging.WARNING)
    blocked = database.register("blocked", table_name=f"blocked_{next(_names)}")
    linker.table_management.register_blocked_pairs_for_predict(blocked)
    predicted = linker.inference.predict(
        threshold_match_weight=least, warning_mode="never"
    )
    connection.execute(
        f"""
        create or replace table {target} as
        select
            {_NUMBER}_l as l,
            {_NUMBER}_r as r,
            match_weight + household as weight,
            1 / (1 + pow(2, -least(weight, 900))) as probability,
            household,
            columns('^mw_'),
        from (
            select *, {_household(model)} as household
            from {predicted.physical_name}
        )
        where weight >= ? or ?
        order by l, r
        """,
        [least or 0, least is None],
    )
    predicted.drop_table_from_database_and_remove_from_cache()


def settings(model: Model) -> dict[str, Any]:
    """Return the model as Splink's settings."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": _NUMBER,
        "probability_two_random_records_match": model.fit.prior,
        "comparisons": [
            _comparison(each, model, place)
            for place, each in enumerate(model.comparisons)
        ],
        "blocking_rules_to_generate_predictions": [],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": False,
    }


def has_frequency(comparison: Comparison) -> bool:
    """Return whether the frequency of a comparison's values counts."""
    return any(level.weighs_frequency for level in comparison.levels)


def _comparison(comparison: Comparison, model: Model, place: int) -> dict[str, Any]:
    column = comparison.column
    same, chance = model.fit.same[place][::-1], model.fit.chance[place][::-1]
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.missing,
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for number, level in enumerate((*comparison.levels, None)):
        levels.append(
            {
                "sql_condition": level.condition if level else "ELSE",
                "label_for_charts": level.label if level else "different",
                "m_probability": float(same[number]),
                "u_probability": float(chance[number]),
            }
        )
        if level and level.weighs_frequency:
            levels[-1]["tf_adjustment_column"] = column
    return {"output_column_name": column, "comparison_levels": levels}


def _household(model: Model) -> str:
    """Return SQL of the bits that a household explains, never above 0."""
    shared = [each for each in model.comparisons if model.is_shared(each.column)]
    if not shared:
        return "0.0"
    weights = " + ".join(
        f"mw_{each.column}"
        + (f" + mw_tf_adj_{each.column}" if has_frequency(each) else "")
        for each in shared
    )
    house, other = model.fit.household, 1 - model.fit.household - model.fit.prior
    prior = math.log2(house / max(other, 1e-12))
    return f"-log2(1 + pow(2.0, least({prior} + {weights}, 900)))"
