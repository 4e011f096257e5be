"""``funnels/*.yml`` name ways of visitors; each slip in one is told by its place."""

import pytest
import yaml

from orchestration.dbt_variables import variables
from tests.conftest import Shop
from warehouse.settings import REPOSITORY, SettingsError, settings
from warehouse.settings.funnels import SHOP, read_funnels
from warehouse.settings.sections import Behaviour

STEPS = "steps:\n  - {name: A, event: A}\n"


def fault(shop: Shop, text: str, name: str = "way") -> str:
    """Return what reading a file says."""
    shop.file(f"funnels/{name}.yml", text)
    settings.cache_clear()
    with pytest.raises(SettingsError) as caught:
        _ = settings().funnels
    return str(caught.value)


def test_a_shop_without_the_folder_has_the_way_to_an_order(shop: Shop) -> None:
    assert settings().funnels == {"shop": SHOP}


def test_a_shop_with_an_empty_folder_has_no_funnel(shop: Shop) -> None:
    (shop.workspace / "funnels").mkdir()
    settings.cache_clear()
    assert settings().funnels == {}


def test_the_demos_file_is_what_a_shop_begins_with() -> None:
    assert read_funnels(REPOSITORY / "workspace" / "funnels") == {"shop": SHOP}


def test_the_models_begin_with_what_the_settings_do() -> None:
    text = (REPOSITORY / "dbt_project" / "dbt_project.yml").read_text()
    assert yaml.safe_load(text)["vars"]["behaviour"] == {
        **Behaviour().model_dump(),
        "funnels": [SHOP.plain("shop")],
    }


def test_models_are_told_of_each_funnel(shop: Shop) -> None:
    shop.file(
        "funnels/till.yml",
        "title: To the till\norder: exact\nwindow: 30m\nsteps:\n"
        "  - {name: Home, page: /}\n"
        "  - name: Paid\n    event: Order Completed\n    where:\n"
        '      - {property: coupon.kind, is_not: ""}\n'
        "      - {column: price_amount, at_least: 2.5}\n"
        "      - {column: device, one_of: [mobile, app]}\n",
    )
    settings.cache_clear()
    (funnel,) = yaml.safe_load(variables())["behaviour"]["funnels"]
    assert funnel == {
        "name": "till",
        "order": "exact",
        "window_s": 1800,
        "steps": [
            {"name": "Home", "event": None, "page": "/", "where": []},
            {
                "name": "Paid",
                "event": "Order Completed",
                "page": None,
                "where": [
                    {
                        "column": None,
                        "property": "coupon.kind",
                        "compare": "is_not",
                        "value": "",
                    },
                    {
                        "column": "price_amount",
                        "property": None,
                        "compare": "at_least",
                        "value": 2.5,
                    },
                    {
                        "column": "device",
                        "property": None,
                        "compare": "one_of",
                        "value": ["mobile", "app"],
                    },
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps: []", "title"),
        (f"title: T\n{STEPS}", "at least 2 items"),
        (f"title: T\n{STEPS}  - {{name: A, event: B}}", "two steps are called A"),
        (f"title: T\nwindow: 7 days\n{STEPS}  - {{name: B, event: B}}", "window"),
        (f"title: T\norder: some\n{STEPS}  - {{name: B, event: B}}", "order"),
        (f"title: T\n{STEPS}  - {{name: B}}", "either an event or a page"),
        (f"title: T\n{STEPS}  - {{name: B, event: B, page: /}}", "either an event or"),
        (f"title: T\n{STEPS}  - {{name: B, event: 'B\\C'}}", "backslash"),
        (f'title: T\n{STEPS}  - {{name: B, event: "B\\nC"}}', "line break"),
    ],
)
def test_a_slip_is_told_by_its_place(shop: Shop, text: str, words: str) -> None:
    said = fault(shop, text)
    assert "funnels/way.yml" in said
    assert words in said


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{column: email, is: a}", "column"),
        ("{column: 'device; drop table x', is: a}", "column"),
        ("{property: \"a') or ('1\", is: a}", "property"),
        ("{property: a, like: b}", "like"),
        ("{property: a}", "compares one way"),
        ("{property: a, is: b, contains: c}", "compares one way"),
        ("{column: device, property: a, is: b}", "either a column or a property"),
        ("{column: device, at_least: 3}", "device is compared by its text"),
        ("{column: quantity, is: '3'}", "quantity is compared by at_least"),
        ("{property: a, at_most: .nan}", "at_most"),
        ("{property: a, at_most: '1 or 1=1'}", "at_most"),
    ],
)
def test_nothing_but_what_is_listed_becomes_sql(
    shop: Shop, condition: str, words: str
) -> None:
    step = f"  - {{name: B, event: B, where: [{condition}]}}"
    said = fault(shop, f"title: T\n{STEPS}{step}")
    assert words in said


@pytest.mark.parametrize("name", ["Way", "a-b", "1a", "a b"])
def test_a_funnel_is_called_by_its_file(shop: Shop, name: str) -> None:
    text = f"title: T\n{STEPS}  - {{name: B, event: B}}"
    assert "a funnel is called by its file" in fault(shop, text, name)
