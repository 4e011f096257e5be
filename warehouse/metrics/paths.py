"""How a table reaches another one's dimensions: along keys, to one row each.

An order has one customer and a customer one age band, so revenue can be cut by it. An
order has many lines: what lies behind them would count an order many times, and is
refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from warehouse.metrics.errors import MetricError, closest
from warehouse.metrics.model import Dimension, SemanticModel

MOST_STEPS = 3

Models = Mapping[str, SemanticModel]


@dataclass(frozen=True)
class Step:
    """A join to the one row of another model that has a key."""

    entity: str
    model: str


@dataclass(frozen=True)
class Reached:
    """A dimension, and the joins that lead to it from a metric's own table."""

    dimension: Dimension
    path: tuple[Step, ...] = ()
    is_key: bool = False

    @property
    def declared(self) -> tuple[str, str]:
        """What it is, wherever one comes from."""
        return self.dimension.model, self.dimension.name


def reachable(models: Models, start: str) -> dict[str, Reached]:
    """Return what a model's metrics can be cut by, by the names that one may use.

    A dimension is called by its own name where that is clear, and by its key's name
    before it in any case: ``age_band``, ``customer__age_band``. Keys that stand in the
    table itself, such as ``store``, are dimensions too.
    """
    origin = models[start]
    found: dict[tuple[str, str], Reached] = {}
    qualified: dict[str, Reached] = {}
    for path in _paths(models, start):
        model = models[path[-1].model] if path else origin
        entity = path[-1].entity if path else origin.primary_entity
        for dimension in model.dimensions.values():
            reached = Reached(dimension, path)
            if reached.declared not in found:
                found[reached.declared] = reached
                qualified.setdefault(f"{entity}__{dimension.name}", reached)
    plain: dict[str, list[Reached]] = {}
    for reached in found.values():
        plain.setdefault(reached.dimension.name, []).append(reached)
    clear = {name: same[0] for name, same in plain.items() if len(same) == 1}
    return {**qualified, **_keys(origin, clear), **clear}


def reach(
    models: Models, start: str, name: str, metric: str, others: Iterable[str] = ()
) -> Reached:
    """Return what a name means for a metric.

    Args:
        models: All there are.
        start: The metric's own.
        name: The dimension's.
        metric: For the words of an error.
        others: Metrics that have such a dimension, for the same.

    Raises:
        MetricError: If there is no such dimension, or if it would count rows twice.
    """
    found = reachable(models, start)
    if name in found:
        return found[name]
    same = [key for key, one in found.items() if one.dimension.name == name]
    if same:
        message = f"{name} is of two tables; name {' or '.join(sorted(same))}"
        raise MetricError(message)
    many = _behind_many(models, start, name)
    if many is not None:
        entity, other = many
        instead = list(others)[:3]
        hint = f"; {' or '.join(instead)} can" if instead else ""
        message = (
            f"{metric} cannot be cut by {name}: one {entity.removesuffix('_id')} has "
            f"many rows of {other.table} ({models[start].name} → {other.name} → {name})"
            f", so it would be counted many times{hint}"
        )
        raise MetricError(message)
    message = f"{metric} has no dimension {name}{closest(name, found)}"
    raise MetricError(message)


def _paths(models: Models, start: str) -> Iterator[tuple[Step, ...]]:
    """Give the ways from a model to others that have one row for each of its own."""
    seen = {start}
    nearest: list[tuple[Step, ...]] = [()]
    while nearest:
        yield from nearest
        further = []
        for path in nearest:
            here = models[path[-1].model if path else start]
            for entity in here.entities:
                for other in models.values():
                    there = other.entities.get(entity)
                    if other.name in seen or there is None or not there.is_unique:
                        continue
                    seen.add(other.name)
                    further.append((*path, Step(entity, other.name)))
        nearest = [path for path in further if len(path) <= MOST_STEPS]


def _keys(origin: SemanticModel, clear: Mapping[str, Reached]) -> dict[str, Reached]:
    return {
        name: Reached(
            Dimension(
                name=name,
                model=f"key {name}",
                table=origin.table,
                sql=entity.sql,
                description=f"Key of the {name}.",
                data_type="VARCHAR",
            ),
            is_key=True,
        )
        for name, entity in origin.entities.items()
        if name not in clear
    }


def _behind_many(
    models: Models, start: str, name: str
) -> tuple[str, SemanticModel] | None:
    """Return the key and the model between a model and a dimension, if there are."""
    for entity in models[start].entities:
        for other in models.values():
            shared = other.entities.get(entity)
            if other.name == start or shared is None or shared.is_unique:
                continue
            if name in reachable(models, other.name):
                return entity, other
    return None
