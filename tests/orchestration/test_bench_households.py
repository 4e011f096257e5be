"""Customers of known households are judged by pairs, and by what records tell."""

import pyarrow as pa
import pytest

from orchestration.benchmarks.identity_households import Together, judged

KNOWN = pa.Table.from_pylist(
    [
        {"identifier": "contact:crm/1", "household": "h", "person_id": "ann"},
        {"identifier": "contact:crm/2", "household": "h", "person_id": "ann"},
        {"identifier": "contact:crm/3", "household": "h", "person_id": "bob"},
        {"identifier": "customer:h", "household": "h", "person_id": None},
        {"identifier": "anonymous:d", "household": "h", "person_id": None},
        {"identifier": "contact:crm/4", "household": "g", "person_id": "cid"},
        {"identifier": "customer:g", "household": "g", "person_id": None},
    ],
    pa.schema(
        [(name, pa.string()) for name in ("identifier", "household", "person_id")]
    ),
)
"""Pairs that are one customer's: 1 of the contacts of Ann, 3 of each of the card and
the device with the contacts, 1 of both, and 1 of the other household: 9."""
SAID = [
    ("contact:crm/1", "card h"), ("customer:h", "card h"), ("anonymous:d", "card h"),
    ("customer:g", "card g"),
    ("contact:crm/4", "phone 1"), ("contact:crm/3", "phone 1"),
]  # fmt: skip


def judge(*groups: str) -> Together:
    """Return what is said of customers, each the identifiers of a text."""
    rows = [
        {"identifier": identifier, "customer_id": group}
        for group in groups
        for identifier in group.split()
    ]
    said = pa.Table.from_pylist(
        [{"identifier": identifier, "value": value} for identifier, value in SAID]
    )
    columns = pa.schema([("identifier", pa.string()), ("customer_id", pa.string())])
    return judged(pa.Table.from_pylist(rows, columns), KNOWN, said)


ANN = "contact:crm/1 contact:crm/2 customer:h anonymous:d"


def test_what_no_record_tells_is_missed_of_all_pairs_alone() -> None:
    found = judge(ANN, "contact:crm/3", "contact:crm/4 unknown:x")
    # A chain leads from Ann's second record over her first; none to Bob or Cid.
    assert (found.precision, found.recall_told, found.pairs) == (1, 1, 6)
    assert found.share_told == found.recall == pytest.approx(6 / 9)


def test_two_people_of_a_household_are_right_together_and_apart() -> None:
    together = judge(ANN + " contact:crm/3")
    assert (together.precision, together.pairs) == (1, 8)
    assert together.recall == pytest.approx(8 / 9)
    assert judge("contact:crm/1 contact:crm/3").pairs == 0


def test_what_is_told_and_not_found_is_missed() -> None:
    found = judge("contact:crm/1 customer:h anonymous:d")
    assert found.recall_told == pytest.approx(3 / 6)


def test_two_households_are_never_one_customer() -> None:
    found = judge(ANN + " contact:crm/4")
    assert (found.precision, found.pairs) == (6 / 10, 10)
    one = judge("contact:crm/3 contact:crm/4")
    assert (one.precision, one.recall, one.pairs) == (0, 0, 1)


def test_nobody_found_is_nobody_wrong() -> None:
    found = judge()
    assert (found.precision, found.recall, found.pairs) == (1, 0, 0)
