"""Two values side by side, with what differs on a coloured ground."""

import pytest

from dashboards.review.sides import marked_both


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("Leeds", "Leeds", ("Leeds", "Leeds")),
        ("Leeds", "LEEDS", ("Leeds", "LEEDS")),
        ("Əliyev", "Eliyev", ("Əliyev", "Eliyev")),
        ("", "Leeds", ("–", "Leeds")),
        (
            "Jon Smith",
            "John Smith",
            ("Jon Smith", "Jo:orange-background[h]n Smith"),
        ),
        (
            "Ann",
            "Bob",
            (":orange-background[Ann]", ":orange-background[Bob]"),
        ),
        ("a*b", "a*c", (r"a\*:orange-background[b]", r"a\*:orange-background[c]")),
        # A letter that is two in lower case has no place in both.
        (
            "İzmir 1",
            "İzmir 2",
            (":orange-background[İzmir 1]", ":orange-background[İzmir 2]"),
        ),
    ],
)
def test_letters_that_differ_are_marked(
    one: str, other: str, marked: tuple[str, str]
) -> None:
    assert marked_both(one, other) == marked


def test_when_a_record_changed_is_no_difference() -> None:
    assert marked_both("1 Jan 2024", "2 Jan 2024", is_time=True) == (
        "1 Jan 2024",
        "2 Jan 2024",
    )
