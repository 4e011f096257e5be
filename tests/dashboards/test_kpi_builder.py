"""The builder of the page KPIs: typed, clicked, saved, changed."""

import pytest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.kpi_pages import (
    ORDER_VALUE,
    WEEKLY,
    clicked,
    filled,
    labels,
    tiles,
    words,
)


def test_what_is_typed_is_computed_at_once(kpis: Open) -> None:
    app = kpis("kpis")
    app.text_input(key="formula").set_value("revenue/orders").run()
    assert "$80.00 in Mar 2024" in words(app)
    assert "revenue / orders by month, USD each" in words(app)
    app.selectbox(key="by").set_value("week").run()
    assert "$30.00 in 25–31 Mar 2024, -75% on 18–24 Mar 2024" in words(app)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("revnue", "There is no metric revnue (character 1); did you mean revenue"),
        ("revenue + orders", "revenue (money) and orders (count) do not add"),
        ("revenue * orders", "is not linear"),
        ("revenue /", "is missing after the / at the end"),
        ("orders / 0", "0 is 0 to divide by"),
        ("revenue; drop", "; at character 8 is not allowed"),
        ("orders / (customers - customers)", "No month has a value"),
        ("(" * 1000, "500 are the most"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    kpis: Open, formula: str, said: str
) -> None:
    app = kpis("kpis", formula=formula)
    assert said.lower() in words(app).lower()
    assert len(app.metric) == 2


def test_a_grain_that_a_metric_lacks_is_said(kpis: Open) -> None:
    app = kpis("kpis", formula="recency_score", by="day")
    assert "known by month and longer, not by day" in words(app)


def test_simulated_data_are_said_where_the_shop_has_them(
    shop: Shop, kpis: Open
) -> None:
    assert "simulated" not in words(kpis("kpis", formula="visitors"))
    shop.write('[[sources]]\nname = "sample_web"\nkind = "sample"\n')
    assert "visitors by month, a number · of simulated data" in words(
        kpis("kpis", formula="visitors")
    )
    assert "simulated" not in words(kpis("kpis", formula="revenue"))


def test_clicked_metrics_go_into_the_formula(kpis: Open) -> None:
    app = kpis("kpis", formula="(revenue - disc")
    app.pills(key="formula_chips").set_value("discount").run()
    assert app.text_input(key="formula").value == "(revenue - discount"
    app.text_input(key="formula").set_value("(revenue - discount)").run()
    app.pills(key="formula_chips").set_value("orders").run()
    assert app.text_input(key="formula").value == "(revenue - discount) / orders"
    assert app.pills(key="formula_chips").value is None


def test_a_formula_is_saved_as_a_file_of_the_workspace(shop: Shop, kpis: Open) -> None:
    app = kpis("kpis", formula="revenue/customers")
    filled(
        app, title="Umsatz je Künde!", target=90.0, owner="Sales", audience="CEO, Me"
    )
    assert (shop.workspace / "kpis" / "umsatz_je_kunde.yml").read_text() == (
        "title: Umsatz je Künde!\nformula: revenue / customers\ngrain: month\n"
        "direction: up\ntarget: 90\naudience: [CEO, Me]\nowner: Sales\n"
    )
    assert app.query_params["kpi"] == "umsatz_je_kunde"
    assert "Saved as `kpis/umsatz_je_kunde.yml`" in words(app)
    # 400 from ann, bob and cal.
    assert tiles(app)["Umsatz je Künde!"][0] == "$133"
    assert "Change Umsatz je Künde!" in words(app)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"owner": "Sales"}, "Write title"),
        ({"title": "A", "owner": " "}, "Write owner"),
        ({"title": "Weekly", "owner": "Me"}, "there is a KPI named weekly already"),
        ({"title": "A" * 61, "owner": "Me"}, "Title: String should have at most 60"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_written(
    shop: Shop, kpis: Open, values: dict[str, str], said: str
) -> None:
    app = filled(kpis("kpis", formula="revenue"), None, **values)
    assert said in words(app)
    assert (shop.workspace / "kpis" / "weekly.yml").read_text() == WEEKLY
    assert len(list((shop.workspace / "kpis").iterdir())) == 2


def test_a_kpi_is_changed_and_what_an_analyst_wrote_stays(
    shop: Shop, kpis: Open
) -> None:
    app = kpis("kpis", kpi="order_value")
    clicked(app, "Change")
    assert app.text_input(key="formula").value == "revenue / orders"
    filled(app, target=70.0)
    text = (shop.workspace / "kpis" / "order_value.yml").read_text()
    assert text.startswith(ORDER_VALUE.replace("target: 100", "target: 70"))
    assert "Mar 2024: 114% of $70.00" in labels(app)


def test_what_is_filled_in_stays_while_the_formula_is_typed_on(
    shop: Shop, kpis: Open
) -> None:
    app = kpis("kpis", kpi="order_value")
    clicked(app, "Change")
    app.text_input(key="formula").set_value("revenue /").run()
    assert next(button for button in app.button if button.label == "Save").disabled
    app.text_input(key="formula").set_value("").run()
    app.text_input(key="formula").set_value("revenue / customers").run()
    filled(app)
    text = (shop.workspace / "kpis" / "order_value.yml").read_text()
    assert text.startswith(ORDER_VALUE.replace("orders", "customers"))


def test_after_a_change_another_kpi_is_made(shop: Shop, kpis: Open) -> None:
    app = kpis("kpis", kpi="order_value")
    clicked(app, "Change")
    clicked(app, "Make another")
    assert "Make a KPI" in words(app)
    assert app.text_input(key="formula").value == ""
    app.text_input(key="formula").set_value("returns").run()
    assert app.selectbox(key="kpi_form_direction").value == "down"
    filled(app, title="Given back", owner="Me")
    text = (shop.workspace / "kpis" / "given_back.yml").read_text()
    assert "direction: down\n" in text
    assert (shop.workspace / "kpis" / "order_value.yml").read_text() == ORDER_VALUE


def test_what_another_saved_meanwhile_is_not_written_over(
    shop: Shop, kpis: Open
) -> None:
    app = kpis("kpis", kpi="order_value")
    clicked(app, "Change")
    theirs = ORDER_VALUE.replace("target: 100", "target: 101")
    shop.file("kpis/order_value.yml", theirs)
    filled(app, target=70.0)
    assert "order_value was changed meanwhile by somebody else" in words(app)
    assert (shop.workspace / "kpis" / "order_value.yml").read_text() == theirs
