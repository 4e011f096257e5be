"""What others find in the same contacts: an exact key, and Splink's own defaults."""

import logging
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import SplinkException

MOST_PAIRS = 10_000_000
"""Pairs beyond which the defaults are left out: they would take minutes."""

FEWEST_COLUMNS = 2

KEYS = (
    ("first_name", "last_name", "birth_date"),
    ("first_name", "last_name", "postal_code"),
    ("last_name", "phone"),
    ("first_name", "last_name", "email"),
)
"""What an exact key is made of: the first of which a source has all."""

CERTAIN = (
    ("first_name", "last_name", "birth_date"),
    ("last_name", "email"),
    ("last_name", "address"),
)
BLOCKED_BY = ("first_name", "last_name", "birth_date", "email", "phone", "postal_code")
_LETTERS = ("address", "postal_code", "phone")
_GROUPS = ("city", "region", "country", "sex")


class LeftOutError(Exception):
    """These contacts are none that Splink's defaults can be tried on."""


def by_key(contacts: pa.Table) -> pa.Table:
    """Return people by an equal key: ``contact_id``, ``person``."""
    there = _filled(contacts)
    key = next((key for key in KEYS if set(key) <= set(there)), ())
    made = " || '|' || ".join(f"lower(trim({column}))" for column in key) or "null"
    with duckdb.connect() as connection:
        connection.register("contacts", contacts)
        return connection.sql(
            f"select contact_id, coalesce({made}, contact_id) as person from contacts"
        ).to_arrow_table()


def by_defaults(contacts: pa.Table) -> pa.Table:
    """Return people as Splink's guide has it: its comparisons, its training, p 0.95.

    Raises:
        LeftOutError: If there are too few columns, too many pairs, or Splink cannot
            learn from them.
    """
    there = _filled(contacts)
    blocked_by = [column for column in BLOCKED_BY if column in there][:3]
    if len(blocked_by) < FEWEST_COLUMNS:
        raise LeftOutError("too few columns are filled")
    certain: list[Any] = [block_on(*key) for key in CERTAIN if set(key) <= set(there)]
    certain = certain or [block_on(*blocked_by[:2])]
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.register("given", contacts)
        connection.execute(
            "create table contacts as select * replace ("
            "regexp_replace(birth_date, '^(....)(..)(..)$', '\\1-\\2-\\3')"
            " as birth_date) from given"
            if "birth_date" in contacts.column_names
            else "create table contacts as select * from given"
        )
        if _pairs(connection, blocked_by) > MOST_PAIRS:
            raise LeftOutError(f"more than {MOST_PAIRS:,} pairs share a key")
        linker = Linker(
            DuckDBAPI(connection).register("contacts"),
            SettingsCreator(
                link_type="dedupe_only",
                unique_id_column_name="contact_id",
                comparisons=_comparisons(there),
                blocking_rules_to_generate_predictions=list(map(block_on, blocked_by)),
            ),
        )
        logging.getLogger("splink").setLevel(logging.CRITICAL)
        train = linker.training
        try:
            train.estimate_probability_two_random_records_match(certain, recall=0.7)
            train.estimate_u_using_random_sampling(max_pairs=5e5, seed=1)
            for rule in (block_on(*blocked_by[:2]), block_on(blocked_by[-1])):
                train.estimate_parameters_using_expectation_maximisation(rule)
        except SplinkException as error:
            raise LeftOutError(str(error)) from error
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            linker.inference.predict(warning_mode="never"),
            threshold_match_probability=0.95,
        )
        return connection.sql(
            f"select contact_id, cluster_id as person from {found.physical_name}"
        ).to_arrow_table()


def _filled(contacts: pa.Table) -> list[str]:
    """Return the columns that say something of more than one contact."""
    return [
        name
        for name in contacts.column_names
        if contacts.num_rows - contacts[name].null_count > 1
    ]


def _comparisons(there: Iterable[str]) -> list[Any]:
    made: list[Any] = []
    for name in there:
        if name in ("first_name", "last_name"):
            made.append(cl.NameComparison(name))
        elif name == "birth_date":
            made.append(cl.DateOfBirthComparison(name, input_is_string=True))
        elif name == "email":
            made.append(cl.EmailComparison(name))
        elif name in _LETTERS:
            made.append(cl.LevenshteinAtThresholds(name))
        elif name in _GROUPS:
            group = cl.ExactMatch(name)
            made.append(group.configure(term_frequency_adjustments=True))
    return made


def _pairs(connection: duckdb.DuckDBPyConnection, blocked_by: Iterable[str]) -> int:
    counted = " + ".join(
        "(select coalesce(sum(times * (times - 1) / 2), 0) from"
        f" (select count({column}) as times from contacts group by {column}))"
        for column in blocked_by
    )
    return int(connection.execute(f"select {counted}").fetchall()[0][0])
