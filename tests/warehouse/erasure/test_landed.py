"""Lines of the landing: a person's go, all others stay byte for byte."""

import json
from typing import Any

import pytest

from warehouse.erasure.landed import without_person
from warehouse.erasure.person import Person

ANN = Person(
    (
        ("customer", "42"),
        ("anonymous", "device-ann"),
        ("email", "ann@mail.example"),
        ("phone", "+441632960111"),
    )
)


@pytest.fixture(autouse=True)
def settings(shop) -> None:
    """Give a shop, whose salt is needed nowhere here."""


def line(n: int, call: Any, **members: Any) -> bytes:
    said = {"n": n, "source": "web", "received_at": "x", "call": call} | members
    return json.dumps(said).encode() + b"\n"


@pytest.mark.parametrize(
    "said",
    [
        line(2, {"userId": "42"}),
        line(2, {"userId": 42}),
        line(2, {"previousId": "device-ann", "userId": "7"}),
        line(2, {"anonymousId": "device-ann", "userId": "7"}),
        line(2, {"userId": "7", "traits": {"email": "Ann@Mail.example"}}),
        line(2, {"userId": "7", "context": {"traits": {"phone": "44 1632 960111"}}}),
        line(2, {"userId": "7"}, context={"traits": {"email": "ann@mail.example"}}),
        line(2, {"userId": "7", "properties": {"email": "ann\u0040mail.example"}}),
        b'{"n":2,"source":"web","fault":"not_json","payload":"{device-ann"}\n',
        b"torn ann@mail.example\n",
    ],
)
def test_their_lines_go(said: bytes) -> None:
    first, last = line(1, {"userId": "7"}), b'{"n": 3,  "call":{"userId":"8"} }\n'
    assert without_person(first + said + last, ANN) == (first + last, 1)


@pytest.mark.parametrize(
    "said",
    [
        line(2, {"userId": "421"}),
        line(2, {"userId": "7", "properties": {"quantity": 42, "product_id": "42"}}),
        b'{"n":2,"source":"web","fault":"not_json","payload":"42"}\n',
        b"torn 42\r with a return\n",
        b"\n",
    ],
)
def test_others_stay_byte_for_byte(said: bytes) -> None:
    assert without_person(said, ANN) == (said, 0)


def test_what_another_says_of_them_is_blanked() -> None:
    other = line(1, {"userId": "7", "properties": {"note": "ask ann@MAIL.example"}})
    kept, changed = without_person(other, ANN)
    assert changed == 1
    assert json.loads(kept)["call"] == {
        "userId": "7",
        "properties": {"note": "ask [erased]"},
    }


def test_their_lines_may_stay_as_those_of_nobody() -> None:
    person = ANN.anonymised()
    call = {
        "type": "track",
        "userId": "42",
        "anonymousId": "device-ann",
        "traits": {"email": "ann@mail.example", "plan": "gold"},
        "properties": {"product_id": "p1", "email": "ann@mail.example"},
        "context": {"page": {"path": "/"}, "ip": "1.2.3.4"},
    }
    kept, changed = without_person(line(1, call), person)
    assert changed == 1
    assert json.loads(kept)["call"] == {
        "type": "track",
        "userId": person.pseudonyms["customer:42"],
        "anonymousId": person.pseudonyms["anonymous:device-ann"],
        "properties": {"product_id": "p1"},
        "context": {"page": {"path": "/"}},
    }
