"""E-mails by Django's mail backend, over the server that the operator named (`GEWU_EMAIL_HOST`)."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from gewu.notices.channels.answers import Answer
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel
from gewu.notices.rules import Outcome

PERMANENT = 500


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One e-mail to one person. Its Message-ID stays the same when it is tried again."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return Answer(Outcome.BUSY, "not_reached")
    body = parcel.text if parcel.link in parcel.text else f"{parcel.text}\n\n{parcel.link}"
    mail = EmailMessage(
        subject=parcel.title,
        body=body,
        to=[parcel.to],
        headers={
            "Message-ID": f"<{parcel.key}@{settings.EMAIL_ID_HOST}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        return _by_code(min((code for code, _said in refused.recipients.values()), default=PERMANENT))
    except SMTPResponseException as refused:
        return _by_code(refused.smtp_code)
    except (OSError, SMTPException):
        # The connection broke off while it was handed over.
        return Answer(Outcome.UNCLEAR, "broken")
    finally:
        connection.close()
    return Answer(Outcome.ACCEPTED)


def _by_code(code: int) -> Answer:
    return Answer(Outcome.REFUSED if code >= PERMANENT else Outcome.BUSY, f"smtp_{code}")
