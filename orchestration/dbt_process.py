"""dbt's command line and runner, mended: an edited model with ratios is parsed again.

dbt 1.12.6 keeps the metrics of a model that are made of others when it parses a part of
the project anew, and then finds two of each (github.com/dbt-labs/dbt-core/issues/13004;
pull request 13010 mends it, unreleased). Without partial parsing each build would take
4 s more; with it, every edit of such a model would fail until dbt's cache is removed.
"""

from typing import Any

from dbt.cli.main import cli, dbtRunner
from dbt.parser.partial import PartialParsing

__all__ = ["dbtRunner", "main"]

_deleted = PartialParsing._delete_v2_semantic_model_for_model


def _delete_with_ratios(self: PartialParsing, schema_file: Any, elem: Any) -> None:
    """Forget a model's metrics that are made of others, with its semantic model."""
    parsed = schema_file.dict_from_yaml.get("models", ())
    for one in parsed:
        if one["name"] != elem["name"]:
            continue
        for metric in one.get("metrics") or ():
            known = f"metric.{schema_file.project_name}.{metric['name']}"
            if metric.get("type") != "simple" and known in schema_file.metrics:
                schema_file.metrics.remove(known)
                self.saved_manifest.metrics.pop(known, None)
    _deleted(self, schema_file, elem)


PartialParsing._delete_v2_semantic_model_for_model = _delete_with_ratios


def main() -> None:
    """Run dbt's command line."""
    cli()


if __name__ == "__main__":
    main()
