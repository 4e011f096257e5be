"""What of the people on a page is simulated, as the demo's are."""

from warehouse.settings import settings

_NOTES = {
    "sample_crm": "persons, tickets and surveys simulated",
    "sample": "visits simulated",
}
"""Kind of source to what it makes up."""


def simulated_notes() -> list[str]:
    """Return what to say beside the as-of time; nothing where all is real."""
    kinds = {source.kind for source in settings().sources}
    return [note for kind, note in _NOTES.items() if kind in kinds]
