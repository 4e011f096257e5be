"""When data are late: a day and a margin after the daily run."""

from datetime import timedelta

import dagster as dg

DAILY = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(hours=50), warn_window=timedelta(hours=26)
)
"""One day without news is a warning, two are a failure: where nothing is new there is
no run, so this says how old the newest data are."""
