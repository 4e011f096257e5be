"""How a product or store is called: by its name, or by its id.

Names come from frames: what is missing there is None or not a number.
"""

from dashboards.formats import NOTHING, sentence_case


def product_name(name: str | float | None, product_id: str) -> str:
    """Return such as ``Cold cereal``; ``Product 1082185`` where it has no name."""
    return sentence_case(name) if isinstance(name, str) else f"Product {product_id}"


def chart_name(name: str | float | None, product_id: str) -> str:
    """Return a name that tells products of one name apart on an axis."""
    if not isinstance(name, str):
        return product_id
    return f"{sentence_case(name)} · {product_id}"


def described(*parts: str | float | None) -> str:
    """Return the parts that are known, such as ``Grocery · Cold cereal · Private``."""
    known = [sentence_case(part) for part in parts if isinstance(part, str)]
    return " · ".join(known) or NOTHING


def store_name(name: str | float | None, store_id: str | float | None) -> str:
    """Return a store's name; ``Store 367`` where it has none."""
    if isinstance(name, str):
        return name
    return f"Store {store_id}" if isinstance(store_id, str) else "No store"
