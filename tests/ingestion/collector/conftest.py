"""A collector that a module's tests share."""

from collections.abc import Iterator

import pytest

from tests.ingestion.collector.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a running collector with three senders."""
    with serving(tmp_path_factory.mktemp("shop")) as running:
        yield running
