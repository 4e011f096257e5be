"""Who is whom in published sets of contacts, beside an exact key and Splink's defaults.

FEBRL is compared without its social security number, which alone is nearly a key.
"""

import logging
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from science.identity.matching import match
from warehouse.settings import REPOSITORY

DATA = REPOSITORY.parent / "shared" / "data"

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

FEBRL = """
select
    md5(rec_id) as contact_id,
    cluster as person,
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
    md5(unique_id) as contact_id,
    cluster as person,
    first_name,
    surname as last_name,
    dob as birth_date,
    city,
    email,
from read_csv('{path}', all_varchar = true)
"""
SETS = [
    pytest.param(DATA / "er_splink" / "fake_1000.csv.gz", FAKE, 0.95, id="fake_1000"),
    pytest.param(DATA / "er_febrl" / "febrl1.csv.gz", FEBRL, 0.99, id="febrl1"),
    pytest.param(DATA / "er_febrl" / "febrl2.csv.gz", FEBRL, 0.99, id="febrl2"),
]


def f1(found: pa.Table, contacts: pa.Table) -> float:
    """Return F1 over pairs: of those found and those there are, how many are both."""
    with duckdb.connect() as connection:
        connection.register("found", found)
        connection.register("truth", contacts)
        both, said, true = (
            connection.execute(
                "select coalesce(sum(times * (times - 1) / 2), 0) from ("
                " select count(*) as times from truth inner join found"
                f" using (contact_id) group by {keys})"
            ).fetchall()[0][0]
            for keys in ("truth.person, found.person", "found.person", "truth.person")
        )
    return 2 * both / (said + true)


def by_key(contacts: pa.Table) -> pa.Table:
    """Return people by equal first name, last name and birth date."""
    with duckdb.connect() as connection:
        connection.register("contacts", contacts)
        return connection.sql(
            "select contact_id, coalesce("
            "lower(first_name) || '|' || lower(last_name) || '|' || birth_date,"
            " contact_id) as person from contacts"
        ).to_arrow_table()


def by_defaults(contacts: pa.Table) -> pa.Table:
    """Return people as Splink's guide has it: its comparisons, its training, p 0.95."""
    there = contacts.column_names
    compared = [
        cl.NameComparison("first_name"),
        cl.NameComparison("last_name"),
        cl.DateOfBirthComparison("birth_date", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ]
    if "email" in there:
        compared.append(cl.EmailComparison("email"))
    if "address" in there:
        compared += [cl.LevenshteinAtThresholds(c) for c in ("address", "postal_code")]
        region = cl.ExactMatch("region")
        compared.append(region.configure(term_frequency_adjustments=True))
    name = block_on("first_name", "last_name")
    keys = [("first_name", "last_name", "birth_date"), ("last_name", "email"),
            ("last_name", "address")]  # fmt: skip
    certain: list[Any] = [block_on(*key) for key in keys if set(key) <= set(there)]
    with duckdb.connect() as connection:
        connection.register("given", contacts)
        connection.execute(
            "create table contacts as select * exclude (person, birth_date),"
            " regexp_replace(birth_date, '^(....)(..)(..)$', '\\1-\\2-\\3')"
            " as birth_date from given"
        )
        linker = Linker(
            DuckDBAPI(connection).register("contacts"),
            SettingsCreator(
                link_type="dedupe_only",
                unique_id_column_name="contact_id",
                comparisons=compared,
                blocking_rules_to_generate_predictions=[
                    block_on(key) for key in ("first_name", "last_name", "birth_date")
                ],
            ),
        )
        logging.getLogger("splink").setLevel(logging.ERROR)
        train = linker.training
        train.estimate_probability_two_random_records_match(certain, recall=0.7)
        train.estimate_u_using_random_sampling(max_pairs=5e5, seed=1)
        train.estimate_parameters_using_expectation_maximisation(name)
        train.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            linker.inference.predict(warning_mode="never"),
            threshold_match_probability=0.95,
        )
        return connection.sql(
            f"select contact_id, cluster_id as person from {found.physical_name}"
        ).to_arrow_table()


@pytest.mark.parametrize(("path", "query", "least"), SETS)
def test_more_is_found_than_by_a_key_or_by_splinks_defaults(
    path: Path, query: str, least: float
) -> None:
    with duckdb.connect() as connection:
        contacts = connection.sql(query.format(path=path)).to_arrow_table()
    ours = f1(match(contacts.drop_columns(["person"])).people, contacts)
    key, defaults = f1(by_key(contacts), contacts), f1(by_defaults(contacts), contacts)
    print(f"F1 {path.name}: ours {ours:.3f}, key {key:.3f}, defaults {defaults:.3f}")
    assert ours >= least
    assert ours > max(key, defaults)
