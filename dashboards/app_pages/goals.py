"""Goals: how they stand, where they will end, and how to set another one."""

import streamlit as st

from dashboards.components.entries import faulty_files, opened_name
from dashboards.components.header import banner_header
from dashboards.goals.form import goal_form
from dashboards.goals.history import period_table
from dashboards.goals.saving import FORM
from dashboards.goals.standing import first_shown, goal_filters
from dashboards.goals.tiles import goal_tiles
from dashboards.goals.top import no_goals
from dashboards.goals.view import cannot, one_goal
from dashboards.kpis.top import no_catalogue
from dashboards.queries import goals, kpis
from warehouse.settings.goals import GOALS

TITLE = "Goals"
ICON = ":material/flag:"
PLACE = 12

if not banner_header(TITLE, "complete days are counted"):
    st.stop()
saved, faults = goals.saved_goals()
faulty_files(GOALS, faults)
FORM.removed()
shown = goal_filters(saved) if saved else []
if shown:
    goal_tiles(shown)
else:
    no_goals(saved)

one = first_shown(shown, opened_name(GOALS))
if one is not None:
    one_goal(one)
    period_table(one)
for other in shown:
    if other.standing is None and other is not one:
        cannot(other)

_, problem = kpis.catalogue()
if problem is not None:
    no_catalogue(problem)
    st.stop()
goal_form()
