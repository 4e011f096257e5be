"""Whom to tell when runs fail and when they work again."""

from typing import Literal

from pydantic import Field, model_validator

from warehouse.settings.secrets import SecretUrl
from warehouse.settings.sections import Section

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Email(Section):
    """A mail server, and who is written to."""

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    """``starttls`` before anything is said; ``tls`` from the first byte (port 465)."""
    user: str | None = None
    password: str | None = Field(default=None, pattern=r"^env:\w+$")
    """``env:`` and the variable that holds the password."""
    sender: str
    recipients: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _secret(self) -> "Email":
        if (self.user is None) != (self.password is None):
            message = "user and password belong together; name both or none"
            raise ValueError(message)
        if self.password and self.encryption == "none" and self.host not in LOOPBACK:
            message = "a password is sent encrypted: encryption is 'starttls' or 'tls'"
            raise ValueError(message)
        return self


class Notifications(Section):
    """Where failures and recoveries are told; nowhere by default."""

    webhook_url: SecretUrl | None = None
    """Gets a POST with a JSON object; ``env:`` and a variable where it is secret."""
    email: Email | None = None
