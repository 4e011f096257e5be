"""Whether a formula is of data that the demo makes up."""

from dashboards.customer.simulated import simulated_notes
from dashboards.queries.kpis import catalogue
from warehouse.metrics.formula import Formula


def simulated_note(formula: Formula) -> str:
    """Return what to say after what a chart shows; nothing where all is real.

    A metric says that simulated sources count in it; whether there are any, the
    settings do.
    """
    metrics = catalogue()[0].metrics
    is_simulated = any(
        metrics[name].is_simulated for name in formula.metrics if name in metrics
    )
    return " · of simulated data" if is_simulated and simulated_notes() else ""
