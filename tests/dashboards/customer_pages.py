"""What tests read on the page Customer, and how they turn to a tab of it."""

from streamlit.testing.v1 import AppTest


def said(app: AppTest) -> str:
    """Return all Markdown and captions of a page."""
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def open_tab(app: AppTest, name: str) -> AppTest:
    """Open a tab of a customer's page."""
    app.session_state["customer_tab"] = name
    app.run()
    assert not app.exception
    return app
