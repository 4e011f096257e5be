"""A message as an e-mail, by the company's own mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from orchestration.notifications.errors import Again, UndeliveredError
from orchestration.notifications.messages import Message
from warehouse.settings.notifications import Email
from warehouse.settings.secrets import secret

TIMEOUT_S = 5


def send_mail(settings: Email, message: Message) -> None:
    """Send a message to all recipients.

    Raises:
        UndeliveredError: If the server took it for none of them, or not for all; its
            words hold no address and no password.
        MissingSecretError: If the variable of the password is not set.
    """
    password = None if settings.password is None else secret(settings.password)
    try:
        with _connected(settings) as server:
            if settings.user is not None and password is not None:
                server.login(settings.user, password)
            refused = server.send_message(_written(settings, message))
    except UnicodeError:  # its words quote the password
        reason = "host, user and password are to be of ASCII letters; mend email"
        raise UndeliveredError(reason, again="next run") from None
    except ssl.SSLError as error:
        reason = f"the encryption failed: {error.reason or type(error).__name__}"
        raise UndeliveredError(reason, again="next run") from None
    except smtplib.SMTPRecipientsRefused:
        reason = "the server refused all recipients"
        raise UndeliveredError(reason, again="next run") from None
    except smtplib.SMTPNotSupportedError:
        reason = "the server offers no STARTTLS or no login; see email.encryption"
        raise UndeliveredError(reason, again="next run") from None
    except smtplib.SMTPAuthenticationError as error:
        reason = f"the server refused user and password ({error.smtp_code})"
        raise UndeliveredError(reason, again=_again(error)) from None
    except smtplib.SMTPResponseException as error:
        reason = f"the server answered {error.smtp_code}"
        raise UndeliveredError(reason, again=_again(error)) from None
    except TimeoutError:
        reason = f"no answer within {TIMEOUT_S} s"
        raise UndeliveredError(reason, again="soon") from None
    except smtplib.SMTPServerDisconnected:  # smtplib makes it of a timeout, too
        reason = f"the server broke off, or gave no answer within {TIMEOUT_S} s"
        raise UndeliveredError(reason, again="soon") from None
    except smtplib.SMTPException as error:
        reason = f"the server did not take it: {type(error).__name__}"
        raise UndeliveredError(reason, again="soon") from None
    except OSError as error:
        reason = f"no connection: {error.strerror or type(error).__name__}"
        raise UndeliveredError(reason, again="soon") from None
    if refused:
        count = f"{len(refused)} of {len(settings.recipients)}"
        reason = f"the server refused {count} recipients; the others have it"
        raise UndeliveredError(reason, again="never")


def _connected(settings: Email) -> smtplib.SMTP:
    place = (settings.host, settings.port)
    if settings.encryption == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(*place, timeout=TIMEOUT_S, context=context)
    server = smtplib.SMTP(*place, timeout=TIMEOUT_S)
    if settings.encryption == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _again(error: smtplib.SMTPResponseException) -> Again:
    return "soon" if error.smtp_code < 500 else "next run"


def _written(settings: Email, message: Message) -> EmailMessage:
    mail = EmailMessage()
    # A line break in a header is an error: a shop's name may hold one.
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = settings.sender
    mail["To"] = ", ".join(settings.recipients)
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.id}@karvan.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail
