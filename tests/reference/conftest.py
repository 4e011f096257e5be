"""Fixtures of the tests on real data: loading, asking, and the compiled models."""

from tests.dbt_project.conftest import models_of
from tests.ingestion.conftest import ask, load

__all__ = ["ask", "load", "models_of"]
