"""A model as text, to be used again until there is reason to learn anew."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from science.identity.blocking import Rule
from science.identity.comparisons import comparisons
from science.identity.expectation import Fit
from science.identity.frequencies import Frequency
from science.identity.training import Model

GROWTH = 1.2
"""From so many times the contacts that it was learnt from a model is learnt anew."""
KEPT = timedelta(days=30)

_FORM = 1
"""Of the text; another one is learnt anew."""


def to_text(model: Model, learnt_at: datetime, settings: str) -> str:
    """Return a model as JSON.

    Args:
        model: What was learnt.
        learnt_at: When, with its zone.
        settings: All on which it depends besides the contacts, as text.
    """
    fit = model.fit
    return json.dumps(
        {
            "form": _FORM,
            "learnt_at": learnt_at.isoformat(),
            "settings": settings,
            "columns": [each.column for each in model.comparisons],
            "rules": [asdict(rule) for rule in model.rules],
            "same": [shares.tolist() for shares in fit.same],
            "chance": [shares.tolist() for shares in fit.chance],
            "house": [shares.tolist() for shares in fit.house],
            "prior": fit.prior,
            "household": fit.household,
            "frequencies": {
                column: asdict(frequency)
                for column, frequency in model.frequencies.items()
            },
            "contacts": model.contacts,
        }
    )


def from_text(text: str) -> Model:
    """Return the model that `to_text` wrote; weights are the same to the last bit."""
    told = json.loads(text)
    shares = {
        name: [np.array(each) for each in told[name]]
        for name in ("same", "chance", "house")
    }
    return Model(
        comparisons=comparisons(told["columns"]),
        rules=[Rule(**rule) for rule in told["rules"]],
        fit=Fit(prior=told["prior"], household=told["household"], **shares),
        frequencies={
            column: Frequency(**frequency)
            for column, frequency in told["frequencies"].items()
        },
        contacts=told["contacts"],
    )


def outdated(text: str, contacts: int, settings: str, now: datetime) -> str | None:
    """Return why a model is to be learnt anew; None where it may be used again.

    Args:
        text: The model; empty where there is none.
        contacts: How many contacts there are now.
        settings: As in `to_text`.
        now: The time, with its zone.
    """
    told: dict[str, Any] = json.loads(text or "{}")
    if told.get("form") != _FORM:
        return "there is no model"
    if told["settings"] != settings:
        return "the settings changed"
    if not 1 / GROWTH <= max(contacts, 1) / told["contacts"] <= GROWTH:
        return f"it was learnt from {told['contacts']:,} contacts"
    if now - datetime.fromisoformat(told["learnt_at"]) > KEPT:
        return f"it is more than {KEPT.days} days old"
    return None
