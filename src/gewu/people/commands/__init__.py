"""Every way people can change."""

from gewu.people.commands.accounts import (
    change_password,
    create_user,
    deactivate_user,
    set_language,
    set_password,
)
from gewu.people.commands.duty import (
    Appointment,
    NewOrganisation,
    create_organisation,
    end_post,
    give_post,
    give_stand_in,
)
from gewu.people.commands.load import demo_password, load_people
from gewu.people.commands.tokens import issue_token, note_use, revoke_token

__all__ = [
    "Appointment",
    "NewOrganisation",
    "change_password",
    "create_organisation",
    "create_user",
    "deactivate_user",
    "demo_password",
    "end_post",
    "give_post",
    "give_stand_in",
    "issue_token",
    "load_people",
    "note_use",
    "revoke_token",
    "set_language",
    "set_password",
]
