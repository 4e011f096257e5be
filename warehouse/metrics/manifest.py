"""dbt's semantic manifest, read: from JSON to semantic models and metrics."""

from collections.abc import Iterator, Mapping
from typing import Any

from warehouse.metrics.errors import MetricError
from warehouse.metrics.model import (
    UNIQUE,
    Aggregation,
    Dimension,
    Entity,
    Metric,
    SemanticModel,
)
from warehouse.metrics.units import Unit, UnitError

Types = Mapping[tuple[str, str], str]
"""Of what is published: table and column to DuckDB's type."""

MADE_OF_OTHERS = {"ratio", "derived"}


def models_of(manifest: Mapping[str, Any], types: Types) -> dict[str, SemanticModel]:
    """Return the semantic models whose tables are published, by name."""
    tables = {table for table, _ in types}
    found = (_model(one, types) for one in manifest["semantic_models"])
    return {model.name: model for model in found if model.table in tables}


def metrics_of(
    manifest: Mapping[str, Any], models: Mapping[str, SemanticModel]
) -> tuple[dict[str, Metric], dict[str, str]]:
    """Return the metrics that can be computed from these models, by name.

    The second part is why each of the others cannot: it is of a kind that is not
    computed here (cumulative, conversion), of a table that is not published, or made of
    such a one.
    """
    told = {one["name"]: one for one in manifest["metrics"]}
    found: dict[str, Metric] = {}
    left_out: dict[str, str] = {}

    def known(name: str, within: tuple[str, ...]) -> Metric:
        if name in within or name not in told:
            message = f"it is made of {name}, which is not there"
            raise MetricError(message)
        if name not in found:
            parts = [known(part, (*within, name)) for part in _parts(told[name])]
            found[name] = _metric(told[name], parts, models)
        return found[name]

    for name in told:
        try:
            known(name, ())
        except MetricError as error:
            left_out[name] = str(error)
    return found, left_out


def missing(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Give one line for each metric that does not say what a reader needs."""
    wanted: dict[str, set[str]] = {
        "owner": set(),
        "unit": set(),
        "direction": {"up", "down", "none"},
        "grain": {"day", "week", "month", "quarter", "year"},
        "simulated": {"in", "out"},
    }
    for metric in manifest["metrics"]:
        meta = metric["config"]["meta"]
        lacking = [word for word in ("label", "description") if not metric.get(word)]
        lacking += [f"config.meta.{word}" for word in wanted if not meta.get(word)]
        lacking += [
            f"config.meta.{word} (one of {', '.join(sorted(allowed))})"
            for word, allowed in wanted.items()
            if allowed and meta.get(word) and meta[word] not in allowed
        ]
        if lacking:
            yield f"metric {metric['name']} lacks {', '.join(lacking)}"


def _model(told: Mapping[str, Any], types: Types) -> SemanticModel:
    relation = told["node_relation"]
    table = f"{relation['schema_name']}.{relation['alias']}"
    entities = [
        Entity(one["name"], one["expr"] or one["name"], one["type"] in UNIQUE)
        for one in told["entities"]
    ]
    dimensions = [
        Dimension(
            name=one["name"],
            model=told["name"],
            table=table,
            sql=one["expr"] or one["name"],
            description=(one["description"] or "").strip(),
            data_type=types.get((table, one["expr"] or one["name"]), "VARCHAR"),
            is_time=one["type"] == "time",
        )
        for one in told["dimensions"]
    ]
    unique = [entity.name for entity in entities if entity.is_unique]
    return SemanticModel(
        name=told["name"],
        table=table,
        entities={one.name: one for one in entities},
        dimensions={one.name: one for one in dimensions},
        primary_entity=told["primary_entity"] or next(iter(unique), None),
    )


def _parts(told: Mapping[str, Any]) -> list[str]:
    if told["type"] not in MADE_OF_OTHERS:
        return []
    given = told["type_params"]
    inputs = [given["numerator"], given["denominator"], *(given["metrics"] or [])]
    return [one["name"] for one in inputs if one]


def _metric(
    told: Mapping[str, Any],
    parts: list[Metric],
    models: Mapping[str, SemanticModel],
) -> Metric:
    params, kind = told["type_params"], told["type"]
    aggregation = None
    if kind == "simple" and params["metric_aggregation_params"]:
        aggregation = _aggregation(told, models)
        sources: tuple[str, ...] = (models[aggregation.model].table,)
        formula = _written(aggregation)
    elif kind in MADE_OF_OTHERS and not _is_altered(told):
        sources = tuple(dict.fromkeys(one for part in parts for one in part.sources))
        formula = (
            f"{params['numerator']['name']} / {params['denominator']['name']}"
            if kind == "ratio"
            else params["expr"]
        )
    else:
        message = f"metrics of this kind ({kind}) are not computed here"
        raise MetricError(message)
    _check_unit(told)
    meta = told["config"]["meta"]
    return Metric(
        name=told["name"],
        label=told["label"] or told["name"],
        description=" ".join((told["description"] or "").split()),
        owner=str(meta.get("owner", "")),
        unit=str(meta.get("unit", "")),
        direction=meta.get("direction", "none"),
        grain=str(meta.get("grain", "day")),
        is_simulated=meta.get("simulated") == "in",
        sources=sources,
        formula=formula,
        aggregation=aggregation,
        parts=tuple(part.name for part in parts),
    )


def _is_altered(told: Mapping[str, Any]) -> bool:
    """Whether a metric takes its parts otherwise than as they are."""
    given = told["type_params"]
    inputs = [given["numerator"], given["denominator"], *(given["metrics"] or [])]
    altered = ("filter", "alias", "offset_window", "offset_to_grain")
    return bool(told["filter"]) or any(
        one.get(word) for one in inputs if one for word in altered
    )


def _check_unit(told: Mapping[str, Any]) -> None:
    try:
        Unit.named(str(told["config"]["meta"].get("unit", "")))
    except UnitError as error:
        message = f"config.meta.unit: {error}"
        raise MetricError(message) from error


def _aggregation(
    told: Mapping[str, Any], models: Mapping[str, SemanticModel]
) -> Aggregation:
    params = told["type_params"]
    given = params["metric_aggregation_params"]
    if given["semantic_model"] not in models:
        message = (
            f"its table is not published (semantic model {given['semantic_model']})"
        )
        raise MetricError(message)
    over = given["non_additive_dimension"]
    if over and (over["window_choice"] != "max" or over["window_groupings"]):
        message = (
            "a state is read at the end of each period: `non_additive_dimension` "
            "takes `window_agg: max` and no `group_by`"
        )
        raise MetricError(message)
    filters = (told["filter"] or {"where_filters": []})["where_filters"]
    return Aggregation(
        model=given["semantic_model"],
        function=given["agg"],
        sql=str(params["expr"] or told["name"]),
        day=given["agg_time_dimension"],
        filters=tuple(one["where_sql_template"] for one in filters),
        is_last_of_period=bool(over),
        **{
            word: _dimension(told, word, models[given["semantic_model"]])
            for word in ("kind", "first", "previous_on")
        },
    )


def _dimension(told: Mapping[str, Any], word: str, model: SemanticModel) -> str | None:
    """Return the column of the dimension that a word of `config.meta` names, if any."""
    name = told["config"]["meta"].get(word)
    if name is None:
        return None
    if name not in model.dimensions:
        message = f"config.meta.{word}: {name} is no dimension of {model.name}"
        raise MetricError(message)
    return model.dimensions[name].sql


def _written(aggregation: Aggregation) -> str:
    text = f"{aggregation.function}({aggregation.sql})"
    return " where ".join([text, *aggregation.filters])
