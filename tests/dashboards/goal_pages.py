"""The page Goals: goals of a tiny shop, and what a reader does with them."""

from streamlit.testing.v1 import AppTest

MONTHLY = """\
# reviewed
title: Monthly revenue
formula: revenue
grain: month
target: 500
audience: [CEO]
owner: Sales
"""
SPRING = """\
title: Spring
formula: revenue
starts_on: 2024-03-25
ends_on: 2024-06-30
target: 500
owner: Finance
"""


def filled(app: AppTest, target: float | None = None, **values: str) -> AppTest:
    """Fill the form and save."""
    if target is not None:
        app.number_input(key="goal_form_target").set_value(target)
    for name, value in values.items():
        app.text_input(key=f"goal_form_{name}").set_value(value)
    return clicked(app, "Save")


def clicked(app: AppTest, label: str) -> AppTest:
    """Click the first button of a name."""
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app
