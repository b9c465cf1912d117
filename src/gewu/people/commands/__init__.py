"""Every way people can change."""

from gewu.people.commands.absences import (
    Away,
    change_absence,
    cover_absence,
    enter_absence,
    withdraw_absence,
)
from gewu.people.commands.accounts import (
    change_password,
    create_user,
    set_language,
    set_password,
)
from gewu.people.commands.attempts import (
    lift_lock,
)
from gewu.people.commands.duty import (
    Appointment,
    change_post,
    end_post,
    give_post,
)
from gewu.people.commands.enliven import (
    enliven_people,
)
from gewu.people.commands.factors import (
    remove_second_factor,
)
from gewu.people.commands.invitations import (
    FirstPost,
    Invited,
    accept_invitation,
    invite,
    send_link,
    withdraw_invitation,
)
from gewu.people.commands.leaving import (
    leave,
)
from gewu.people.commands.load import (
    demo_password,
    load_people,
)
from gewu.people.commands.organisations import (
    NewOrganisation,
    OrganisationChanges,
    close_organisation,
    create_organisation,
    edit_organisation,
    reopen_organisation,
)
from gewu.people.commands.persons import (
    PersonChanges,
    activate_user,
    deactivate_user,
    edit_user,
)
from gewu.people.commands.sessions import (
    end_sessions,
)
from gewu.people.commands.stand_ins import (
    end_deputy,
    end_stand_in,
    give_stand_in,
    name_deputy,
)
from gewu.people.commands.tokens import (
    issue_token,
    note_use,
    revoke_token,
)

__all__ = [
    "Appointment",
    "Away",
    "FirstPost",
    "Invited",
    "NewOrganisation",
    "OrganisationChanges",
    "PersonChanges",
    "accept_invitation",
    "activate_user",
    "change_absence",
    "change_password",
    "change_post",
    "close_organisation",
    "cover_absence",
    "create_organisation",
    "create_user",
    "deactivate_user",
    "demo_password",
    "edit_organisation",
    "edit_user",
    "end_deputy",
    "end_post",
    "end_sessions",
    "end_stand_in",
    "enliven_people",
    "enter_absence",
    "give_post",
    "give_stand_in",
    "invite",
    "issue_token",
    "leave",
    "lift_lock",
    "load_people",
    "name_deputy",
    "note_use",
    "remove_second_factor",
    "reopen_organisation",
    "revoke_token",
    "send_link",
    "set_language",
    "set_password",
    "withdraw_absence",
    "withdraw_invitation",
]
