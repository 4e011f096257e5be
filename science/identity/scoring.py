"""Weights of pairs of contacts, in bits, by Splink with what training learnt.

Method: Fellegi and Sunter (1969) by `Splink <https://github.com/moj-analytical-services/splink>`_;
then what one household explains as well as one person does is taken off.
"""

import logging
import math
from itertools import count
from typing import Any

import duckdb
import numpy as np
from splink import DuckDBAPI, Linker, SettingsCreator

from science.identity.comparisons import Comparison
from science.identity.expectation import Within
from science.identity.frequencies import lookup
from science.identity.training import WITHIN, Model

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
    connection.execute(
        "create or replace table involved as select * from contacts where"
        f" {_NUMBER} in (select l from {pairs} union all select r from {pairs})"
    )
    database = DuckDBAPI(connection)
    linker = Linker(
        database.register("involved", table_name=f"contacts_{next(_names)}"),
        SettingsCreator.from_path_or_dict(settings(model)),
    )
    logging.getLogger("splink").setLevel(logging.WARNING)
    for column, frequency in model.frequencies.items():
        shares = lookup(connection, column, frequency, "involved")
        linker.table_management.register_term_frequency_lookup(
            database.register(shares, table_name=f"shares_{next(_names)}"), column
        )
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
        from ({_with_household(model, predicted.physical_name)})
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


def _with_household(model: Model, predicted: str) -> str:
    """Return SQL of predicted pairs with the bits that one household explains."""
    partly = [
        each
        for each in model.comparisons
        if WITHIN.get(each.column) is Within.PARTLY and model.fit.household
    ]
    if not partly:
        return f"select *, {_household(model)} as household from {predicted}"
    # Splink keeps no levels; these two are looked at once more.
    sides = ", ".join(
        f"{side}.{column} as {column}_{side}"
        for each in partly
        for column in each.columns
        for side in "lr"
    )
    return f"""
        select * exclude (l, r), {_household(model)} as household
        from {predicted} as predicted
        inner join (
            select blocked.join_key_l as l, blocked.join_key_r as r, {sides}
            from blocked
            inner join contacts as l on blocked.join_key_l = l.{_NUMBER}
            inner join contacts as r on blocked.join_key_r = r.{_NUMBER}
        ) as beside
            on predicted.{_NUMBER}_l = beside.l and predicted.{_NUMBER}_r = beside.r
    """


def _household(model: Model) -> str:
    """Return SQL of the bits that a household explains, never above 0."""
    fit = model.fit
    if not fit.household:
        return "0.0"
    prior = math.log2(fit.household / max(1 - fit.household - fit.prior, 1e-12))
    weights = [repr(prior)]
    for place, each in enumerate(model.comparisons):
        within = WITHIN.get(each.column, Within.APART)
        if within is Within.SHARED:
            weights.append(f"mw_{each.column}")
            if each.weighs_frequency:
                weights.append(f"mw_tf_adj_{each.column}")
        if within is Within.PARTLY:
            bits = np.append(np.log2(fit.house[place] / fit.chance[place]), 0)
            cases = " ".join(
                f"when {level} then {float(bits[level])!r}"
                for level in range(-1, len(bits) - 1)
            )
            weights.append(f"case {each.number} {cases} end")
    return f"-log2(1 + pow(2.0, least({' + '.join(weights)}, 900)))"
