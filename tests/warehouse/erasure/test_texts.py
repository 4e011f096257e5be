"""A text names a person where the name stands by itself, whatever is around it."""

import pytest

from warehouse.erasure.person import Person
from warehouse.erasure.texts import blanked, is_named, longer

LI = Person(
    (
        ("customer", "CUST-10"),
        ("customer", "1000000001"),
        ("email", "li@mail.example"),
        ("phone", "+994501234567"),
    ),
    spellings=("+994 50 123 45 67", "994501234567"),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I am LI@mail.example.", "I am [erased]."),
        ("<li@mail.example>,li@mail.example", "<[erased]>,[erased]"),
        ("'li@mail.example'", "'[erased]'"),
        ("li@mail.example's", "[erased]'s"),
        (r'"hello\nli@mail.example\nbye"', r'"hello\n[erased]\nbye"'),
        (r'"\u0022li@mail.example"', r'"\u0022[erased]"'),
        ("/?mail=li%40mail.example&x", "/?mail=[erased]&x"),
        ("/?tel=%2B994501234567", "/?tel=[erased]"),
        ("/?tel=%2B994+50+123+45+67", "/?tel=[erased]"),
        ("?to%3Dli@mail.example&x", "?to%3D[erased]&x"),
        ("contact:crm/CUST-10", "contact:crm/[erased]"),
        ("call 00994501234567 now", "call [erased] now"),
        ("tel:+994 50 123 45 67.", "tel:[erased]."),
    ],
)
def test_the_name_goes_and_what_is_around_it_stays(text: str, left: str) -> None:
    assert is_named(text, LI)
    assert blanked(text, LI) == left


@pytest.mark.parametrize(
    "text",
    [
        "ali@mail.example", "o.li@mail.example", "b-li@mail.example",
        "əli@mail.example", "li@mail.example.az", "CUST-100", "CUST-10-2",
        "XCUST-10", "+9945012345678", "10000000012", "31000000001",
        "CUST-10@mail.example",
    ],
)  # fmt: skip
def test_a_longer_name_is_another_s(text: str) -> None:
    assert not is_named(text, LI)
    assert blanked(text, LI) == text
    assert longer(f"(both {text}, and li@mail.example)", LI) == {text}


def test_signs_of_a_name_are_found_as_html_and_addresses_of_pages_write_them() -> None:
    brien = Person((("email", "o'brien+%_@x.example"),))
    for text in (
        "o&#x27;brien+%_@x.example", "?q=o%27brien%2B%25_%40x.example",
        "?q=o'brien+%_%40x.example", "O'Brien+%_@x.example",
    ):  # fmt: skip
        assert is_named(text, brien), text
    assert not is_named("brien+%_@x.example", brien)
