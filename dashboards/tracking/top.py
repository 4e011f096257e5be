"""The top of the page Tracking plan: the plan as its files say it now."""

import streamlit as st

from dashboards.formats import plain
from warehouse.settings import settings
from warehouse.settings.errors import SettingsError
from warehouse.settings.tracking_plan import TrackingPlan, read_plan

_EXAMPLE = """\
events:
  Product Viewed:
    description: Somebody looked at the page of a product.
    owner: Online shop
    properties:
      product_id: {type: string, required: true, description: The shop's id.}
"""


def current_plan() -> TrackingPlan:
    """Return the plan of the workspace, read anew; end the page where it is wrong."""
    names = [source.name for source in settings().sources]
    try:
        return read_plan(settings().workspace / "tracking_plan", names)
    except SettingsError as error:
        st.error(
            plain(str(error)),
            title="The tracking plan cannot be read",
            icon=":material/error:",
        )
        st.stop()


def how_to_plan() -> None:
    """Say that there is no plan, and give the lines of one."""
    st.info(
        "Write files such as `tracking_plan/shop.yml` beside `karvan.toml`. Loads then "
        "keep events in quarantine that break the plan.",
        title="No event is planned yet",
        icon=":material/info:",
    )
    st.code(_EXAMPLE, language="yaml", wrap_lines=True)
