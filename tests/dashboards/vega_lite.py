"""Whether a chart is what Vega-Lite says a chart is."""

import json
from functools import cache

import jsonschema
from altair.vegalite.v6.schema import core

from dashboards.components.charts import Spec


def assert_valid(spec: Spec) -> None:
    """Fail where a chart, with its data, breaks the schema of Vega-Lite."""
    rows = {
        key: json.loads(frame.to_json(orient="records", date_format="iso"))
        for key, frame in spec["datasets"].items()
    }
    _validator().validate(spec | {"datasets": rows})


@cache
def _validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(core.load_schema())
