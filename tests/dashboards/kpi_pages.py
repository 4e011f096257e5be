"""The page KPIs: two saved KPIs of a tiny shop, and what a reader sees."""

from streamlit.testing.v1 import AppTest

ORDER_VALUE = """\
# reviewed
title: Order value
formula: revenue / orders
target: 100
audience: [CEO]
owner: Sales
"""
WEEKLY = """\
title: Weekly revenue
formula: revenue
grain: week
direction: down
target: 120
owner: Finance
"""


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    """Return value, delta and note of each tile."""
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def words(app: AppTest) -> str:
    """Return all that the page says, without marks that keep it plain."""
    parts = (
        *app.header, *app.subheader, *app.markdown, *app.caption,
        *app.warning, *app.info, *app.error, *app.success,
    )  # fmt: skip
    titles = [part.proto.title for part in (*app.warning, *app.info)]
    return "\n".join([*(part.value for part in parts), *titles]).replace("\\", "")


def labels(app: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in app.button]


def clicked(app: AppTest, name: str) -> AppTest:
    """Click a button by its key or its label."""
    button = next(one for one in app.button if name in (one.key, one.label))
    button.click().run()
    assert not app.exception
    return app


def filled(
    app: AppTest, target: float | None = None, *, form: str = "kpi", **values: str
) -> AppTest:
    """Fill the form of a kind of entry, and save."""
    if target is not None:
        app.number_input(key=f"{form}_form_target").set_value(target)
    for name, value in values.items():
        app.text_input(key=f"{form}_form_{name}").set_value(value)
    return clicked(app, "Save")
