"""The benchmark of who is whom takes any contacts that a settings file maps."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.benchmarks.identity import result
from orchestration.benchmarks.identity_quality import quality
from orchestration.benchmarks.identity_sets import Known, sample
from tests.conftest import Shop
from tests.orchestration.conftest import Command

SETTINGS = """
[[sources]]
name = "list"
kind = "files"
path = "{path}"
[sources.entities.contacts]
columns = {{ contact_id = "id", first_name = "given", last_name = "sur", \
birth_date = "born", postal_code = "code" }}
"""
FIRST = ["Aysel", "Murad", "Nigar", "Rashad", "Zeynab", "Dara", "Ilham"]
LAST = ["Aliyev", "Hasanov", "Karimi", "Guliyev", "Tehrani"]


def rows() -> list[dict[str, Any]]:
    """Return 35 people, the first ten of them twice with a slip in the last name."""
    people = [
        {
            "id": number,
            "given": FIRST[number % 7],
            "sur": LAST[number % 5],
            "born": f"{1950 + number}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "code": 1000 + number * 7,
            "person": number,
        }
        for number in range(35)
    ]
    twice = [
        one | {"id": 100 + one["id"], "sur": str(one["sur"]) + "a"} for one in people
    ]
    return people + twice[:10]


def truth(shop: Shop, found: list[dict[str, Any]]) -> Path:
    """Write who is whom."""
    lines = [f"{row['id']},{row['person']}" for row in found]
    return shop.file("truth.csv", "contact_id,person_id\n" + "\n".join(lines) + "\n")


def as_csv(shop: Shop, found: list[dict[str, Any]]) -> None:
    """Write contacts as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in found[0] if name != "person"],
                            extrasaction="ignore")  # fmt: skip
    writer.writeheader()
    writer.writerows(found)
    shop.file("contacts.csv", text.getvalue())


def asked(karvan: Command, shop: Shop, path: str, told: Path) -> dict[str, Any]:
    """Return what the command says of a file."""
    config = shop.file("own.toml", SETTINGS.format(path=path))
    done = karvan(
        "bench", "identity", "--config", str(config), "--truth", str(told), "--json"
    )
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("form", ["iso", "digits", "numbers"])
def test_birth_dates_come_in_any_writing(
    karvan: Command, shop: Shop, form: str
) -> None:
    found = rows()
    if form != "iso":
        found = [row | {"born": row["born"].replace("-", "")} for row in found]
    if form == "numbers":
        table = pa.Table.from_pylist(
            [row | {"born": float(row["born"])} for row in found]
        )
        pq.write_table(table.drop_columns(["person"]), shop.workspace / "c.parquet")
    else:
        as_csv(shop, found)
    path = "c.parquet" if form == "numbers" else "contacts.csv"
    told = asked(karvan, shop, path, truth(shop, found))
    assert told["pairs"] == 10
    assert told["f1"] == told["precision"] == told["recall"] == 1
    assert told["seconds"] > 0
    assert told["beside"]["exact_key"]["recall"] < 1


def test_a_date_that_cannot_be_costs_no_contact(karvan: Command, shop: Shop) -> None:
    found = rows()
    found[3]["born"] = "1953-02-31"
    found[38]["born"] = "1953-02-31"
    as_csv(shop, found)
    told = asked(karvan, shop, "contacts.csv", truth(shop, found))
    assert told["recall"] == 1


def test_hardly_any_contacts_are_no_error(karvan: Command, shop: Shop) -> None:
    for number in (0, 1, 2):
        found = rows()[:number]
        header = "id,given,sur,born,code\n"
        shop.file("contacts.csv", header + "".join(
            ",".join(str(row[name]) for name in header.strip().split(",")) + "\n"
            for row in found
        ))  # fmt: skip
        told = asked(karvan, shop, "contacts.csv", truth(shop, found))
        assert (told["pairs"], told["f1"]) == (0, 1)


@pytest.mark.parametrize("missing", ["--config", "--truth"])
def test_half_of_what_is_needed_is_refused(
    karvan: Command, shop: Shop, missing: str
) -> None:
    file = str(shop.file("some.csv", "contact_id,person_id\n"))
    given = {"--config": "--truth", "--truth": "--config"}[missing]
    done = karvan("bench", "identity", given, file)
    assert done.exit_code == 1
    assert "go together" in done.stderr


def test_quality_counts_pairs_and_takes_who_was_not_found_for_missed() -> None:
    people = pa.table({"contact_id": list("abcde"), "person": list("aaadd")})
    truth = pa.table({"contact_id": list("abcdx"), "person_id": list("11222")})
    found = quality(people, truth)
    # Found: ab, ac, bc. There are: ab, cd, cx, dx.
    assert (found.pairs, found.precision, found.recall) == (3, 1 / 3, 1 / 4)
    assert found.f1 == pytest.approx(2 / 7)


def test_the_sample_shops_people_are_found(tmp_path: Path) -> None:
    known, households = sample(tmp_path)
    assert known.contacts.num_rows > 2000
    people = result(Known(known.name, known.contacts, known.truth))
    assert people.quality.precision >= 0.995
    assert people.quality.recall >= 0.95
    assert quality(people.people, households).precision == 1
