"""Writings of one address become one; what is none is not kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.emails import email, emails


@pytest.mark.parametrize(
    "text",
    ["Ali.Karimi@Gmail.com", " ali.karimi@gmail.com;", "<ali.karimi@GMAIL.COM>"],
)
def test_writings_of_one_address_are_one(text: str) -> None:
    assert email(text) == ("ali.karimi@gmail.com", None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ali..karimi@gmail.com", "ali..karimi@gmail.com"),
        ("ali karimi@gmail.com", "alikarimi@gmail.com"),
        ("ali.karimi@gmail", "ali.karimi@gmail"),
        ("karimi@", None),
        ("@gmail.com", None),
        ("none", None),
        ("", None),
    ],
)
def test_a_mistyped_address_is_kept_with_its_problem(
    text: str, kept: str | None
) -> None:
    found, problem = email(text)
    assert found == kept
    assert problem


def test_an_international_address_is_one() -> None:
    assert email("əli@nümunə.az") == ("əli@nümunə.az", None)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_an_answer_that_stands(text: str) -> None:
    found, problem = email(text)
    if found and not problem:
        assert email(found) == (found, None)
    assert found is None or "@" in found


@settings(deadline=None)
@given(st.emails())
def test_case_and_spaces_around_do_not_matter(address: str) -> None:
    assert email(f" {address.upper()} ")[0] == email(address.lower())[0]


def test_the_user_is_its_letters_and_digits() -> None:
    frame = emails(["Ali.Karimi-77@gmail.com", "nobody"])
    assert frame["email_user"].to_pylist() == ["alikarimi77", None]
    assert frame["problem"].null_count == 1
