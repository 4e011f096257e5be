"""Where a reader finds the Data Docs of the quality checks."""

from warehouse.settings import settings

ROUTE = "/docs"


def data_docs_url() -> str | None:
    """Return the address of the newest docs on this server; None before the first."""
    pages = sorted(settings().docs_path.rglob("index.html"))
    if not pages:
        return None
    shallowest = min(pages, key=lambda page: len(page.parts))
    return f"{ROUTE}/{shallowest.relative_to(settings().docs_path).as_posix()}"
