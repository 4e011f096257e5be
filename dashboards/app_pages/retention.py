"""Retention: who comes back, after how many days, and who is gone."""

from dashboards.components.empty import no_customers
from dashboards.components.faults import part
from dashboards.components.header import header
from dashboards.queries import retention
from dashboards.retention import cards
from dashboards.retention.churn import churn_part
from dashboards.retention.filters import retention_filters
from dashboards.retention.first_days import first_days_part
from dashboards.retention.periods import periods_part

TITLE = "Retention"
ICON = ":material/replay:"
PLACE = 30

data = header(TITLE, "guests are no customers", "only whole periods have a rate")
stages = retention.stages()
if not any(stages["customers"]):
    no_customers()

chosen = retention_filters()
if chosen.at is None:
    cards.too_little(chosen.kind, data)
else:
    periods_part(chosen, chosen.at, stages, data)

with part("After the first day"):
    first_days_part()
with part("Gone"):
    churn_part()
