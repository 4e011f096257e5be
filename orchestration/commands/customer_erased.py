"""``karvan customer erase``: what would go, what went, and the proof."""

import json
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.table import Table

from orchestration.commands.run import run_command
from orchestration.commands.terminal import err, fail, out, waiting
from orchestration.customers.auditing import note, user
from orchestration.erasing import journal
from orchestration.erasing.journal import Journal
from orchestration.erasing.proof import SAID, Proof, as_json, prove
from orchestration.erasing.steps import begun, finish, whom, would_go
from warehouse.erasure.finding import UnknownPersonError, split
from warehouse.erasure.person import Person
from warehouse.erasure.tables import Removed
from warehouse.lock import DEV, run_lock


def dry_run(named: str) -> None:
    """Print the rows that an erasure would take."""
    with run_lock("karvan customer erase", on_wait=waiting):
        person = _whom(named)
        found = would_go(person)
    _say_who(person)
    _print_tables(found)
    out.print(
        "Besides: their lines in the landing, refused rows, and whatever names them in "
        "other files under home. Sources outside home stay as they are."
    )


def erase(
    named: str,
    *,
    is_sure: bool,
    keeps_counts: bool,
    runs: bool,
    proof_path: Path | None,
) -> None:
    """Erase a person; end with exit code 1 if anything is found of them afterwards."""
    with _locked():
        found = journal.read()
        if found is not None:
            err.print("An erasure was cut off; it is finished first.")
            left = _finished(found, runs=runs, proof_path=proof_path)
            if _is_of(named, found.person):
                _end(left)
                return
            if left:
                err.print(left, style="red", markup=False)
        person = _whom(named)
        _say_who(person)
        if not is_sure:
            what = "made anonymous" if keeps_counts else "erased"
            typer.confirm(
                f"This cannot be taken back. Shall they be {what}?", abort=True
            )
        found = begun(named, keeps_counts=keeps_counts)
        _end(_finished(found, runs=runs, proof_path=proof_path))


@contextmanager
def _locked() -> Generator[None]:
    """Hold what runs write, and what an analyst may be building of it."""
    purpose = "karvan customer erase"
    with (
        run_lock(purpose, on_wait=waiting, name=DEV),
        run_lock(purpose, on_wait=waiting),
    ):
        yield


def _end(left: str) -> None:
    if left:
        fail(left)


def _finished(found: Journal, *, runs: bool, proof_path: Path | None) -> str:
    """Do an erasure and print its proof; return what is left for a person to do."""
    finish(found, lambda words: err.print(words, markup=False), by=user())
    _print_tables(found.databases)
    for file, count in found.files.items():
        out.print(f"  {file}: {count:,} lines or entries", markup=False)
    is_run = not runs or _is_run()
    err.print("searching everything under home")
    proof = prove(found.person)
    if proof_path is not None:
        said = as_json(found, proof)
        proof_path.write_text(json.dumps(said, indent=2, ensure_ascii=False))
    _print_proof(proof)
    rows = sum(
        one.removed + one.anonymised for of in found.databases.values() for one in of
    )
    kind, value = found.person.identifiers[0]
    note(
        "erase",
        f"{kind}:{value}",
        rows=rows,
        is_clean=proof.is_clean,
        keeps_counts=bool(found.person.pseudonyms),
    )
    if not proof.is_done:
        fail(
            "something is left; erase again. Until then home/erasing.json, which only "
            "you can read, still names the person"
        )
    journal.remove()
    if not is_run:
        fail("they are erased, but the run failed: marts are as they were without them")
    if not runs:
        out.print("Totals follow in the next run: `karvan run`.")
    if not proof.beyond:
        return ""
    return (
        "they are erased from all that Karvan writes. Other files under home name "
        "them, and are of no kind that it can change; delete them or take the person "
        f"out: {', '.join(proof.beyond)}"
    )


def _is_run() -> bool:
    """Build and publish; return whether that went well."""
    # dbt writes the command line of its process into its results: that names them.
    sys.argv[1:] = ["run"]
    try:
        run_command()
    except SystemExit as ended:
        return not ended.code
    return True


def _whom(named: str) -> Person:
    try:
        return whom(named)
    except UnknownPersonError as error:
        fail(str(error))


def _is_of(named: str, person: Person) -> bool:
    kind, value = split(named)
    kinds = (kind,) if kind else {one for one, _ in person.identifiers}
    return value == person.customer_id or any(person.has(one, value) for one in kinds)


def _say_who(person: Person) -> None:
    known = person.customer_id or "nobody that a run has found yet"
    out.print(f"Customer {known}:", markup=False)
    for kind, value in person.identifiers:
        out.print(f"  {kind} {value}", markup=False)


def _print_tables(found: Mapping[str, Sequence[Removed]]) -> None:
    table = Table("file", "table", title="Rows", title_justify="left")
    for name in ("removed", "made anonymous", "blanked in others'"):
        table.add_column(name, justify="right")
    for file, tables in found.items():
        for one in tables:
            counts = (one.removed, one.anonymised, one.blanked)
            table.add_row(file, one.table, *(f"{count:,}" for count in counts))
    out.print(table)


def _print_proof(proof: Proof) -> None:
    out.print("Proof", style="bold")
    out.print(SAID, markup=False)
    for one in proof.cells:
        out.print(
            f"  {one.file}: {sum(hit[2] for hit in one.hits):,} cells of "
            f"{one.rows:,} rows in {one.tables:,} tables",
            markup=False,
        )
        for table, column, cells in one.hits:
            out.print(f"    {table}.{column}: {cells:,}", markup=False)
    found = proof.bytes
    out.print(
        f"  {sum(count for _, count in found.hits):,} hits in {found.files:,} files of "
        f"{found.bytes / 1e6:,.1f} MB"
    )
    for file, count in found.hits:
        out.print(f"    {file}: {count:,}", markup=False)
