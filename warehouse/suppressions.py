"""Whose rows are kept no more, told by salted hashes: the list itself names nobody.

The salt lies beside the decisions, readable by its owner alone. Who has both can try
an identifier, as a load does; who has the list alone cannot.
"""

import os
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from warehouse.decisions import decide, decisions
from warehouse.settings import settings

Identifier = tuple[str, str]
"""Kind and value, such as ``("email", "ann@mail.example")``."""

MARK = "sha256:"
"""How a hash begins, so that it is taken for no identifier."""

_SALT_BYTES = 32
_FORMER_KINDS = {"user_id": "customer", "anonymous_id": "anonymous"}
"""Kinds as they were called while the list still named people."""
_DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789"


def suppress(
    identifiers: Iterable[Identifier],
    *,
    by: str | None = None,
    is_suppressed: bool = True,
) -> None:
    """Decide that rows of identifiers are kept no more, or again; from the next load.

    Args:
        identifiers: All of one person.
        by: Who decides.
        is_suppressed: Whether they are kept no more.
    """
    for kind, value in dict.fromkeys(identifiers):
        decide(
            "suppressions",
            kind=kind,
            hash=digest(kind, value),
            is_suppressed=is_suppressed,
            by=by,
        )


def suppressed() -> frozenset[tuple[str, str]]:
    """Return kind and hash of the identifiers whose rows are not kept now."""
    holds: dict[tuple[str, str], bool] = {}
    for one in map(hashed, decisions("suppressions")):
        holds[one["kind"], one["hash"]] = bool(one["is_suppressed"])
    return frozenset(one for one, is_suppressed in holds.items() if is_suppressed)


def hashed(decision: dict[str, Any]) -> dict[str, Any]:
    """Return a decision as it is written now; an earlier release named the person."""
    if "hash" in decision:
        return decision
    found = dict(decision)
    kind = _FORMER_KINDS.get(found["kind"], str(found["kind"]))
    value = str(found.pop("identifier"))
    return found | {"kind": kind, "hash": digest(kind, value)}


def is_of(decision: dict[str, Any], identifiers: Iterable[Identifier]) -> bool:
    """Return whether a decision of an earlier release names one of identifiers."""
    named = str(decision.get("identifier", "")).strip().lower()
    return bool(named) and named in {value.strip().lower() for _, value in identifiers}


def digest(kind: str, value: str) -> str:
    """Return the hash of an identifier, however its value is written."""
    text = f"{salt()}{kind}:{canonical(kind, value)}"
    return MARK + sha256(text.encode()).hexdigest()


def digest_sql(kind: str, value: str) -> str:
    """Return SQL of the hash of an identifier, of SQL of its value."""
    return f"'{MARK}' || sha256('{salt()}{kind}:' || {canonical_sql(kind, value)})"


def canonical(kind: str, value: str) -> str:
    """Return the form in which values of a kind are compared here.

    It is coarser than that of identities, and needs no country: of a phone number
    the digits without leading zeros.
    """
    if kind == "email":
        return value.strip(" ").lower()
    if kind == "phone":
        western = value.translate(str.maketrans(*_DIGITS))
        return "".join(c for c in western if c in _DIGITS[1]).lstrip("0")
    return value


def canonical_sql(kind: str, value: str) -> str:
    """Return SQL of what `canonical` gives, of SQL of a value."""
    if kind == "email":
        return f"lower(trim({value}))"
    if kind == "phone":
        western = f"translate({value}, '{_DIGITS[0]}', '{_DIGITS[1]}')"
        return f"ltrim(regexp_replace({western}, '[^0-9]', '', 'g'), '0')"
    return value


def salt() -> str:
    """Return the salt of this shop's hashes, made when it is first asked for."""
    path = settings().decisions_path / "salt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"salt.{os.getpid()}.tmp")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_SALT_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(made)
        except FileExistsError:  # another process was first: its salt holds
            pass
        finally:
            made.unlink()
    return path.read_text()
