"""People whose events are not kept, as they or someone for them decided.

Their events are counted and nothing of them is stored, not even why one of them might
have been refused.
"""

import duckdb

from ingestion.mapping import Rule
from ingestion.suppressing import rule, take_suppressed
from warehouse.personal import WHOSE

_IDS = ("user_id", "previous_id", "anonymous_id")
_PLACES = ("traits ->> '$.{0}'", "context ->> '$.traits.{0}'", "properties ->> '$.{0}'")
_SAID = ("email", "phone")
"""What an event may say of its person, in these places."""


def suppression_rules(connection: duckdb.DuckDBPyConnection) -> list[Rule]:
    """Return the rules that the events of suppressed people break.

    Args:
        connection: A temporary table of the hashes is made there.
    """
    kinds = take_suppressed(connection)
    found = [(kind, name, name) for name in _IDS for kind in WHOSE[name]]
    found += [
        (kind, kind, f"({place.format(kind)})") for kind in _SAID for place in _PLACES
    ]
    return [rule(*one) for one in found if one[0] in kinds]
