"""The page Goals: goals of a tiny shop, and what a reader does with them."""

from functools import partial

from tests.dashboards import kpi_pages

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

filled = partial(kpi_pages.filled, form="goal")
"""Fill the form of a goal, and save."""
