"""Compiled models, once for all tests that ask for the same shop's settings."""

import json
from collections.abc import Callable

import pytest

from tests.dbt_project.compiled import Models

ModelsOf = Callable[..., Models]


@pytest.fixture(scope="session")
def models_of(tmp_path_factory: pytest.TempPathFactory) -> ModelsOf:
    """Give the models as compiled with the variables that a test names."""
    compiled: dict[str, Models] = {}

    def models_of(**variables: object) -> Models:
        key = json.dumps(variables)
        if key not in compiled:
            compiled[key] = Models(tmp_path_factory.mktemp("dbt"), **variables)
        return compiled[key]

    return models_of
