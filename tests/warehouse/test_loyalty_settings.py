"""Settings of RFM, retention, churn and demographics: right, or refused with why."""

import json
from typing import Any

import pytest

from orchestration.dbt_variables import PROJECT_PATH, variables
from tests.warehouse.test_settings import refused
from warehouse.settings import settings


def test_what_is_said_reaches_the_models(shop: Any) -> None:
    shop.write(
        """
        [rfm]
        weights = { recency = 2, monetary = 0.5 }
        [[rfm.events]]
        name = "app use"
        call = "screen"
        [[rfm.events]]
        name = "payments"
        event = "Paid"
        amount = "money.total"
        [retention]
        days = [1, 28]
        brackets = [[1, 28]]
        [churn]
        orders_from = [1, 3]
        min_buyers = 50
        [demographics]
        min_customers = 10
        """
    )
    said = json.loads(variables())
    assert said["rfm_weights"] == {"recency": 2, "frequency": 1, "monetary": 0.5}
    assert [entry["call"] for entry in said["rfm_events"]] == ["screen", None]
    assert [entry["amount"] for entry in said["rfm_events"]] == [None, "money.total"]
    assert said["retention_days"] == [1, 28]
    assert said["retention_brackets"] == [[1, 28]]
    assert said["churn_orders_from"] == [1, 3]
    assert said["churn_min_buyers"] == 50
    assert said["demographics_min_customers"] == 10


def test_models_have_the_defaults_of_a_shop_that_says_nothing(shop: Any) -> None:
    import yaml

    shop.write("")
    defaults = yaml.safe_load((PROJECT_PATH / "dbt_project.yml").read_text())
    said = json.loads(variables())
    own = [
        name
        for name in said
        if name.startswith(("rfm_", "retention_", "churn_", "demographics_"))
    ]
    assert len(own) == 9
    assert {name: said[name] for name in own} == {
        name: defaults["vars"][name] for name in own
    }
    assert settings().rfm.events == ()


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ("[rfm]\nweights = {recency = 0, frequency = 0, monetary = 0}", "all weights"),
        ("[rfm]\nweights = {recency = -1}", "greater than or equal to 0"),
        ('[[rfm.events]]\nname = "a"', "one of event, call and entity"),
        (
            '[[rfm.events]]\nname = "a"\nevent = "b"\ncall = "page"',
            "one of event, call and entity",
        ),
        (
            '[[rfm.events]]\nname = "a"\nentity = "subscriptions"\namount = "x"',
            "remove `amount`",
        ),
        ('[[rfm.events]]\nname = "a"\nevent = "b"\namount = "x\'; drop"', "pattern"),
        (
            '[[rfm.events]]\nname = "a"\nevent = "b"\n'
            '[[rfm.events]]\nname = "a"\nevent = "c"',
            "two entries are named a",
        ),
        ("[retention]\ndays = [7, 1]", "ascend"),
        ("[retention]\ndays = [0]", "ascend, from 1"),
        ("[retention]\nbrackets = [[7, 1]]", "a bracket is two days"),
        ("[retention]\nbrackets = [[1, 7], [1, 7]]", "the same"),
        ("[churn]\norders_from = [2]", "from 1 on"),
        ("[churn]\ngap_percentile = 100", "less than 100"),
        ("[demographics]\nmin_customers = 0", "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_refused_with_why(shop: Any, toml: str, why: str) -> None:
    assert why in refused(shop, toml)
