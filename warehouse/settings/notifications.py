"""Whom to tell when runs fail and when they work again."""

from pydantic import Field

from warehouse.settings.secrets import SecretUrl
from warehouse.settings.sections import Section


class Email(Section):
    """A mail server, and who is written to."""

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    """Whether the connection is encrypted before anything is said."""
    user: str | None = None
    password: str | None = Field(default=None, pattern=r"^env:\w+$")
    """``env:`` and the variable that holds the password."""
    sender: str
    recipients: tuple[str, ...] = Field(min_length=1)


class Notifications(Section):
    """Where failures and recoveries are told; nowhere by default."""

    webhook_url: SecretUrl | None = None
    """Gets a POST with a JSON object; ``env:`` and a variable where it is secret."""
    email: Email | None = None
