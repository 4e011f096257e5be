"""The top of the page Attribution: what the numbers are of, and what is chosen."""

from dashboards.attribution.judged import MODELS
from dashboards.components.filters import Chosen, choice, filter_row, sales_filters
from dashboards.components.header import header
from dashboards.formats import share
from dashboards.periods import Window
from dashboards.queries import attribution
from warehouse.publishing import current_path


def attribution_header(title: str) -> Window:
    """Show the top of the page; end it where there are no orders.

    Returns:
        The first and last complete day of sales.
    """
    notes = ["bots are left out"]
    if current_path() is not None and (part := attribution.simulated_share()):
        notes.append(f"{share(part)} of visits, and their costs, simulated")
    return header(title, *notes)


def attribution_filters(data: Window) -> tuple[Chosen, str]:
    """Show the filters; return what they choose, and the model."""
    with filter_row():
        # 13 weeks: enough of them to see how far returns go up and down.
        chosen = sales_filters(data, "13w", can_aim=True)
        model = choice(
            "Model",
            MODELS,
            "model",
            help="How an order is shared among the visits before it.",
        )
    return chosen, model
