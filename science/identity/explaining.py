"""Why two contacts are thought to be one person: bars that add up to their weight."""

from science.identity.training import Model


def bars(model: Model) -> str:
    """Return SQL of a JSON list of bars, for a pair's ``scored`` and ``compared`` rows.

    Each bar has ``column``, ``level`` (its label, null where it has none), ``weight``
    (bits) and ``frequency_weight`` (bits that the rarity of the value adds or takes).
    The first, ``prior``, is what is thought before anything is compared; the last,
    ``household``, what living in one household explains. All weights of a pair's bars
    add up to its weight.
    """
    listed = [_bar("prior", repr(float(model.prior_weight)))]
    for each in model.comparisons:
        name = each.column
        labels = ", ".join(f"'{label}'" for label in ("missing", *each.labels))
        listed.append(
            _bar(
                name,
                f"scored.mw_{name}",
                f"scored.mw_tf_adj_{name}" if each.weighs_frequency else "0",
                f"[{labels}][compared.level_{name} + 2]",
            )
        )
    listed.append(_bar("household", "scored.household"))
    return f"to_json([{', '.join(listed)}])::varchar"


def _bar(name: str, weight: str, frequency: str = "0", level: str = "null") -> str:
    return (
        f"{{'column': '{name}', 'level': {level}::varchar,"
        f" 'weight': ({weight})::double,"
        f" 'frequency_weight': ({frequency})::double}}"
    )
