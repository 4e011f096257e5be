"""How a product is called: by its name, in lower case, or by its id."""

import pandas as pd

from dashboards.formats import NOTHING, sentence_case


def product_name(name: str | None, product_id: str) -> str:
    """Return such as ``Cold cereal``; ``Product 1082185`` where it has no name."""
    return f"Product {product_id}" if pd.isna(name) else sentence_case(str(name))


def chart_name(name: str | None, product_id: str) -> str:
    """Return a name that tells products of one name apart on an axis."""
    return product_id if pd.isna(name) else f"{sentence_case(str(name))} · {product_id}"


def described(*parts: str | None) -> str:
    """Return the parts that are known, such as ``Grocery · Cold cereal · Private``."""
    known = [sentence_case(str(part)) for part in parts if not pd.isna(part)]
    return " · ".join(known) or NOTHING


def store_name(name: str | None, store_id: str | None) -> str:
    """Return a store's name; ``Store 367`` where it has none."""
    if not pd.isna(name):
        return str(name)
    return "No store" if pd.isna(store_id) else f"Store {store_id}"
