"""Lines of the landing without those of one person, or with them as nobody's.

The lines of the others stay byte for byte, and keep their numbers.
"""

import io
import json
from typing import Any

from warehouse.erasure.person import Person
from warehouse.erasure.texts import blanked, is_named
from warehouse.personal import MEMBERS

IDS = {
    "userId": ("customer",),
    "user_id": ("customer",),
    "anonymousId": ("anonymous",),
    "anonymous_id": ("anonymous",),
    "previousId": ("customer", "anonymous"),
    "previous_id": ("customer", "anonymous"),
}
"""Members of a call, to the kinds of identifiers that stand there."""


def without_person(data: bytes, person: Person) -> tuple[bytes, int]:
    """Return the lines of a file without a person, and how many were changed or went.

    Args:
        data: All of the file.
        person: Who; with pseudonyms their lines stay, and are those of nobody.
    """
    kept, changed = [], 0
    for line in io.BytesIO(data):
        left = _line(line, person)
        changed += left != line
        kept.append(left)
    return b"".join(kept), changed


def _line(line: bytes, person: Person) -> bytes:
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("call"), dict):
        # What cannot be read tells nobody whose it is.
        text = line.decode(errors="surrogateescape")
        return b"" if is_named(text, person) else line
    if is_theirs(said, person):
        if not person.pseudonyms:
            return b""
        said["call"] = _anonymous(said["call"], person)
        said.pop("context", None)
        said = _blanked(said, person)
    elif person.pattern is None or said == (without := _blanked(said, person)):
        return line
    else:
        said = without
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def is_theirs(said: dict[str, Any], person: Person) -> bool:
    """Return whether a line of the landing is a person's."""
    call = said["call"]
    if any(
        member in call and person.has(kind, call[member])
        for member, kinds in IDS.items()
        for kind in kinds
    ):
        return True
    contexts = [one for one in (call.get("context"), said.get("context")) if one]
    places = [call.get("traits"), call.get("properties")]
    places += [one.get("traits") for one in contexts if isinstance(one, dict)]
    return any(
        kind in place and person.has(kind, place[kind])
        for place in places
        if isinstance(place, dict)
        for kind in ("email", "phone")
    )


def _anonymous(call: dict[str, Any], person: Person) -> dict[str, Any]:
    found = {key: value for key, value in call.items() if key != "traits"}
    for member, kinds in IDS.items():
        for kind in kinds if member in found else ():
            known = f"{kind}:{found[member]}"
            found[member] = person.pseudonyms.get(known, found[member])
    for place in ("properties", "context"):
        if isinstance(found.get(place), dict):
            found[place] = {
                key: value for key, value in found[place].items() if key not in MEMBERS
            }
    return found


def _blanked(said: Any, person: Person) -> Any:
    if isinstance(said, str):
        return blanked(said, person)
    if isinstance(said, dict):
        return {
            _blanked(key, person): _blanked(value, person)
            for key, value in said.items()
        }
    if isinstance(said, list):
        return [_blanked(one, person) for one in said]
    return said
