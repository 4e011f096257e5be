"""Product: what sells best, or how one product sells, to whom and with what."""

import streamlit as st

from dashboards.components.filters import choice, filter_row, sales_filters
from dashboards.components.header import header
from dashboards.formats import plain
from dashboards.product.assortment import all_products
from dashboards.product.picker import find_filter, linked_product
from dashboards.product.profile import one_product, product_heading
from dashboards.queries import product

TITLE = "Product"
ICON = ":material/shopping_basket:"
PLACE = 50

data = header(TITLE)
linked = linked_product()
found = product.product(linked) if linked else None
if found is not None:
    product_heading(found)
elif linked:
    st.info(
        "Neither the product list nor an order line has it. Find it below.",
        title=f"There is no product {plain(linked)}",
        icon=":material/info:",
    )

search, measure = "", "revenue"
with filter_row():
    # 13 weeks: enough weeks to see a promotion, and as many to compare with.
    chosen = sales_filters(data, "13w")
    if found is None:
        search = find_filter()
    else:
        measures = {"revenue": "Revenue", "units": "Units"}
        if not found.has_units:
            del measures["units"]
        measure = choice("Measure", measures, "measure")

if found is None:
    all_products(chosen, search)
else:
    one_product(found, chosen, measure)
