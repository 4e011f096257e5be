"""The numbers of an alert as they are published, held against its rule."""

from warehouse.alerts.judging import Judgement, judge_goal, judge_periods
from warehouse.metrics.errors import MetricError
from warehouse.metrics.kpi_course import checked, course
from warehouse.outlook import read_outlook
from warehouse.published import NothingPublishedError
from warehouse.settings.alerts import Alert


def read_alert(alert: Alert) -> list[Judgement]:
    """Return what the rule says of each whole period, oldest first.

    The last one is what holds now, and there is always one: unknown where data are
    missing, broken where the alert cannot be computed. A goal has no others.
    """
    if alert.formula is None:
        return [judge_goal(alert, read_outlook())]
    try:
        unit = str(checked(alert.formula).unit)
        periods = course(alert.formula, alert.period, alert.where)
    except NothingPublishedError as error:
        return [Judgement(verdict="unknown", why=str(error))]
    except MetricError as error:
        return [Judgement(verdict="broken", why=str(error))]
    return judge_periods(alert, periods, unit)
