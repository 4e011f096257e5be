"""The code of models names nobody, though an example in it has somebody's number."""

import pytest

from orchestration.dbt import PROJECT_PATH, target_path
from orchestration.erasing.journal import Journal
from orchestration.erasing.parsed import is_parsed, parsed_with_name
from orchestration.erasing.proof import prove
from orchestration.erasing.steps import finish
from tests.conftest import Shop
from warehouse.erasure.person import Person
from warehouse.settings import settings

EXAMPLE = "+994501234567"


def test_files_of_code_are_those_that_dbt_makes_of_the_project(shop: Shop) -> None:
    target = target_path()
    assert is_parsed(target / "manifest.json")
    assert is_parsed(target / "compiled" / "karvan" / "a.sql")
    assert not is_parsed(target / "run_results.json")
    assert not is_parsed(target)
    assert not is_parsed(settings().home / "manifest.json")


def test_a_number_of_an_example_stays_in_the_code_and_the_proof_is_clean(
    shop: Shop,
) -> None:
    examples = (one.read_text() for one in PROJECT_PATH.rglob("*.yml"))
    assert any(EXAMPLE in text for text in examples)
    target = target_path()
    target.mkdir(parents=True)
    (target / "manifest.json").write_text(f'{{"phone": "{EXAMPLE}"}}')
    (target / "run_results.json").write_text(f'{{"said": "of {EXAMPLE}"}}')
    person = Person((("phone", EXAMPLE),))
    finish(Journal(person), lambda _: None, by="tests")
    assert EXAMPLE in (target / "manifest.json").read_text()
    assert EXAMPLE not in (target / "run_results.json").read_text()
    assert prove(person).is_clean


@pytest.mark.parametrize("name", ["ann@nowhere.example", "customer-4711"])
def test_a_name_that_no_code_has_is_searched_for_in_all_files(
    shop: Shop, name: str
) -> None:
    target = target_path()
    target.mkdir(parents=True)
    (target / "manifest.json").write_text(f'{{"said": "{name}"}}')
    person = Person((("customer", name),))
    assert parsed_with_name(person, settings().home) == frozenset()
    assert prove(person).bytes.hits == (("dbt/target/manifest.json", 1),)
