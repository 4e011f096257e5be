"""``karvan customer show`` for a person to read."""

from typing import Any

from rich.table import Table

from orchestration.commands.terminal import out


def show(found: dict[str, Any]) -> None:
    """Print what `orchestration.customers.published.shown` gives."""
    out.print(f"Customer {found['customer_id']}", markup=False)
    for name, value in found["profile"].items():
        if value is not None and name != "customer_id":
            out.print(f"  {name:<24} {value}", markup=False)
    if found["identifiers"]:
        identifiers = Table(
            "identifier", "since", title="Known as", title_justify="left"
        )
        for one in found["identifiers"]:
            identifiers.add_row(one["identifier"], str(one["since"]))
        out.print(identifiers)
    if found["links"]:
        links = Table(
            "one", "other", "rule", "reason", "since", "status",
            title="Why they are one", title_justify="left",
        )  # fmt: skip
        for one in found["links"]:
            links.add_row(
                one["left_identifier"],
                one["right_identifier"],
                one["rule"],
                one["reason"],
                str(one["since"]),
                one["status"],
            )
        out.print(links)
    rows = Table("table", title="Rows of theirs", title_justify="left")
    rows.add_column("rows", justify="right")
    for table, count in found["rows"].items():
        rows.add_row(table, f"{count:,}")
    out.print(rows)
