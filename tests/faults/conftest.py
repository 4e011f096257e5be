"""Fixtures of the fault tests: those of the loads that are made to fail."""

from tests.ingestion.conftest import ask, load

__all__ = ["ask", "load"]
