"""Days ahead of a series by day: what is expected of each, and paths drawn of them.

A level that moves, with a pattern of the week: exponential smoothing with additive
errors, ETS(A,N,A) of Hyndman et al., Forecasting with Exponential Smoothing, 2008,
fitted by statsmodels. Where two years are known, a yearly pattern is taken off before:
three waves and the week, by least squares. The draw is the same each time.
"""

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DAYS_OF_A_YEARLY_PATTERN = 2 * 365
PATHS = 1000
MOST_SMOOTHING = 0.1
"""Of the level: sums of weeks ahead suffer from one that runs after single days. The
demo's revenue: 3.3 % mean error of a month against 3.8 unbounded (2026-11-26)."""
_SEED = 20171231
_YEAR = 365.2425
_WAVES = 3

Values = NDArray[np.float64]


class NoForecastError(ValueError):
    """Nothing can be forecast; the message says why, in a reader's words."""


def paths_ahead(
    history: pd.Series, days: pd.DatetimeIndex
) -> tuple[Values, Values, str]:
    """Return the expected value of each day ahead, paths of them, the model's words.

    Args:
        history: The number by day, eight weeks at least, without gaps.
        days: Those that follow it.

    Returns:
        Of shape (days,); of shape (`PATHS`, days); what was fitted, for a reader.

    Raises:
        NoForecastError: If nothing can be fitted.
    """
    values = history.to_numpy(dtype=float)
    repeated = values[-7:][np.arange(len(days)) % 7]
    if np.array_equal(values[7:], values[:-7]):  # there is no error to fit
        return repeated, np.tile(repeated, (PATHS, 1)), "the same week again and again"
    model = "its level and its week"
    yearly = np.zeros(len(days))
    if len(values) >= DAYS_OF_A_YEARLY_PATTERN:
        past, yearly = _yearly(history, days)
        values, model = values - past, "its level, its week and its year"
    means, paths = _smoothed(values, len(days))
    return means + yearly, paths + yearly, model


def _smoothed(values: Values, ahead: int) -> tuple[Values, Values]:
    # A second of imports, for who forecasts alone.
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    scale = float(np.std(values))
    with warnings.catch_warnings():
        # A fit that stops early is still the best one found; backtests say its worth.
        warnings.simplefilter("ignore")
        try:
            fitted: Any = ETSModel(
                values / scale,
                seasonal="add",
                seasonal_periods=7,
                initialization_method="heuristic",
                bounds={"smoothing_level": (1e-4, MOST_SMOOTHING)},
            ).fit(start_params=[MOST_SMOOTHING / 2, 0.02], disp=False)
            means = np.asarray(fitted.forecast(ahead), dtype=float)
            paths = fitted.simulate(
                ahead,
                anchor="end",
                repetitions=PATHS,
                random_errors=_drawn_errors(np.asarray(fitted.resid), ahead),
            )
        except (ValueError, ArithmeticError, np.linalg.LinAlgError) as error:
            message = f"its days could not be fitted ({error})"
            raise NoForecastError(message) from error
    if not (np.isfinite(means).all() and np.isfinite(paths).all()):
        message = "its days could not be fitted: they differ too much"
        raise NoForecastError(message)
    return means * scale, np.asarray(paths, dtype=float).reshape(ahead, -1).T * scale


def _drawn_errors(errors: Values, ahead: int) -> Values:
    """Return errors of the past, around 0, in random order: days by paths."""
    rng = np.random.default_rng(_SEED)
    centred: Values = errors - errors.mean()
    return centred[rng.integers(len(centred), size=(ahead, PATHS))]


def _yearly(history: pd.Series, days: pd.DatetimeIndex) -> tuple[Values, Values]:
    """Return the waves of the year in the past and ahead, around 0."""
    whole = pd.date_range(history.index[0], days[-1])
    angle = 2 * np.pi * np.arange(len(whole)) / _YEAR
    waves = np.column_stack(
        [of(angle * k) for k in range(1, _WAVES + 1) for of in (np.sin, np.cos)]
    )
    week = (whole.day_of_week.to_numpy()[:, None] == np.arange(7)).astype(float)
    line = np.linspace(0, 1, len(whole))[:, None]  # growth is no wave
    columns = np.hstack([waves, week, line])
    known = len(history)
    found, *_ = np.linalg.lstsq(columns[:known], history.to_numpy(float), rcond=None)
    pattern: Values = (waves @ found[: waves.shape[1]]).astype(float)
    return pattern[:known], pattern[known:]
