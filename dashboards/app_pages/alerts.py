"""Alerts: what fires, what is quiet, who was told, and how to make another one."""

import streamlit as st

from dashboards.alerts.firing import firing_card, problem
from dashboards.alerts.rule import preview, rule_inputs
from dashboards.alerts.saving import FORM, save_form
from dashboards.alerts.standing import standing
from dashboards.alerts.tables import delivery_table, other_alerts
from dashboards.alerts.top import alert_tiles, no_alerts, no_channel
from dashboards.alerts.view import one_alert
from dashboards.components.entries import faulty_files, opened
from dashboards.components.header import banner_header
from dashboards.queries import alerts
from warehouse.settings.alerts import ALERTS

TITLE = "Alerts"
ICON = ":material/notifications:"
PLACE = 13

if not banner_header(TITLE, "only whole periods are judged"):
    st.stop()
no_channel()
saved, faults = alerts.saved_alerts()
faulty_files(ALERTS, faults)
FORM.removed()
problem()
shown = standing(saved)
if shown:
    alert_tiles(shown)
else:
    no_alerts()
for firing in shown:
    if firing.now.verdict == "firing":
        firing_card(firing)

one = opened(ALERTS, shown)
if one is not None:
    one_alert(one)
if others := [one for one in shown if one.now.verdict != "firing"]:
    other_alerts(others)

rule = rule_inputs()
is_computed = rule is not None and preview(rule)
save_form(rule if is_computed else None)
delivery_table()
