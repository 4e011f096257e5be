"""Each benchmark that the command names is there; another name is told."""

from importlib import import_module

import pytest

from orchestration.commands.bench import BENCHMARKS, bench_command


@pytest.mark.parametrize("what", BENCHMARKS)
def test_a_named_benchmark_gives_figures(what: str) -> None:
    assert callable(import_module(f"orchestration.benchmarks.{what}").figures)


def test_a_benchmark_that_is_not_there_is_told_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        bench_command("evnets")
    assert "pipeline, sources, events" in capsys.readouterr().err
