"""Ask where data are, and keep what is secret of it out of the settings."""

import re
from dataclasses import dataclass

from sqlalchemy import URL

from ingestion.database import url_of
from ingestion.feeds import LoadError
from orchestration.adding.asking import agree, ask, ask_hidden, ask_one_of
from orchestration.commands.terminal import err
from warehouse.settings import config_path
from warehouse.settings.paths import dotenv_paths
from warehouse.settings.secrets import PREFIX, secret
from warehouse.settings.sources import NAME
from warehouse.settings.writing import free_variable, write_secret


@dataclass(frozen=True)
class Place:
    """Where a source's data are."""

    kind: str
    """``files`` or ``sql``."""
    where: str
    """A path as the settings say it; or a URL with its secrets: never shown."""
    reference: str | None = None
    """``env:`` and a variable, where the URL was named so."""

    @property
    def suggested_name(self) -> str:
        """Return a name for the source, from that of the database or the file."""
        if self.kind == "sql":
            named = url_of(self.where).database or "database"
        else:
            named = self.where.rstrip("/")
        stem = re.sub(r"[*?\[\]]", "", named.rsplit("/", 1)[-1]).split(".")[0]
        plain = re.sub(r"\W+", "_", stem.casefold(), flags=re.ASCII).strip("_")
        return plain if NAME.match(plain) else "source"


def asked_place(kind: str | None, path: str | None, url: str | None) -> Place:
    """Return where data are, asking for what the options did not say.

    Raises:
        MissingSecretError: If a variable that the URL names is not set.
    """
    kind = kind or ("files" if path else "sql" if url else None)
    if kind is None:
        err.print("Where are the data? [bold]files[/bold]: CSV, Parquet, NDJSON, Excel")
        err.print("                    [bold]sql[/bold]:   a database, by its URL")
        kind = ask_one_of("Kind", ["files", "sql"], default="files")
    if kind == "files":
        return Place("files", path or _asked_path())
    given = url or _asked_url()
    return Place("sql", secret(given), given if given.startswith(PREFIX) else None)


def public_url(place: Place, name: str) -> str:
    """Return the URL as the settings may say it: one with a secret by its variable."""
    if place.reference is not None:
        return place.reference
    if not holds_secret(url_of(place.where)):
        return place.where
    return PREFIX + free_variable(f"{name.upper()}_URL", place.where)


def keep_secret(place: Place, public: str, *, is_agreed: bool) -> None:
    """Write a URL that the settings name by a variable into ``.env``.

    Args:
        place: The database.
        public: What `public_url` said.
        is_agreed: Whether to keep it without asking.

    Raises:
        typer.Abort: If a person wants no secret kept.
    """
    if place.reference is not None or not public.startswith(PREFIX):
        return
    variable = public.removeprefix(PREFIX)
    kept_in = dotenv_paths()[-1]
    if not is_agreed:
        question = f"Keep the URL with its password in {kept_in} as {variable}?"
        agree(question)
    write_secret(variable, place.where)
    err.print(f"The URL is in {kept_in} as {variable}, for you alone.", markup=False)


def holds_secret(url: URL) -> bool:
    """Return whether a URL holds more than the settings may."""
    words = ("pass", "secret", "token", "key")
    return bool(url.password) or any(
        word in name.lower() for name in url.query for word in words
    )


def _asked_path() -> str:
    workspace = config_path().parent
    err.print(f"A file, a pattern such as sales/*.csv, or a folder, from {workspace}")
    return ask("Path")


def _asked_url() -> str:
    err.print(
        "The database's URL without its password, such as "
        "postgresql://reader@host:5432/crm or sqlite:///crm.db;\n"
        "or env: and the variable that holds it, such as env:CRM_URL",
        markup=False,
    )
    while True:
        given = ask("URL")
        if given.startswith(PREFIX):
            return given
        try:
            url = url_of(given)
        except LoadError as error:
            err.print(str(error), markup=False)
            continue
        if url.get_backend_name() == "sqlite" or url.password:
            return given
        password = ask_hidden("Password (not shown; empty for none)")
        if not password:
            return given
        return url.set(password=password).render_as_string(hide_password=False)
