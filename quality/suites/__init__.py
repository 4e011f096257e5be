"""All suites, found by themselves: each other file of this folder is one.

A suite file is named ``<schema>_<table>.py``. Its docstring describes the suite,
``TABLE`` names the table as ``schema.table``, and ``RULES`` lists what must be so.
"""

from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules

from quality.rules import Rule


class SuiteError(Exception):
    """A suite could not be evaluated: an error of ours, not bad data."""


@dataclass(frozen=True)
class Suite:
    """What one table must look like."""

    table: str
    description: str
    rules: tuple[Rule, ...]


def _suite(module_name: str) -> Suite:
    module = import_module(f"{__name__}.{module_name}")
    return Suite(module.TABLE, getdoc(module) or "", tuple(module.RULES))


SUITES: dict[str, Suite] = {
    suite.table: suite
    for suite in (_suite(module.name) for module in iter_modules(__path__))
}
"""Suites by the ``schema.table`` that each describes."""
