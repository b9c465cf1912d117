"""Somebody leaves: what is in their hands goes to named colleagues first, then everything they held ends."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gewu.cases.commands.hand_over import Handed, hand_over, hand_over_and_leave
from gewu.cases.queries.hands import InHand, in_hands_of, left_alone
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import queries as people
from gewu.people.access import for_roles
from gewu.people.desk import given
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def leave(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """What is in a person's hands, case by case; handing it over, and with it leaving."""
    user = people.person_managed(request.actor, person_id)

    def draw(message: str, wrong: Mapping[str, str], handed: tuple[Handed, ...] = ()) -> HttpResponse:
        newest = people.person(person_id)
        said = {
            "user_": newest,
            "rows": in_hands_of(newest),
            "alone": left_alone(newest),
            "handed": handed,
            "names": people.name_of(one.to for one in handed),
            "message": message,
            "oneself": newest.id == request.actor.user,
        }
        return render(request, "cases/leaving.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    to = _named(request, in_hands_of(user))
    if request.POST.get("what") != "leave":
        handed = hand_over(person=person_id, to=to, actor=request.actor)
        return draw("", {}, handed)
    _require_understood(request, user)
    handed, left = hand_over_and_leave(
        person=person_id, to=to, actor=request.actor, seen_version=given.seen_version(request)
    )
    if not left:
        return draw(_("Something is still in this person's hands: see the lines below."), {}, handed)
    given_on = sum(1 for one in handed if one.to)
    if given_on:
        said = ngettext("%(n)d case is handed over.", "%(n)d cases are handed over.", given_on)
        messages.success(request, said % {"n": given_on})
    messages.success(request, _("This person has left. Posts, tokens and sessions are over."))
    return redirect("people:person", person_id)


def _named(request: ActorRequest, rows: tuple[InHand, ...]) -> dict[UUID, UUID]:
    """A successor for each case: its own choice, or the one for all where that colleague can take it."""
    for_all = given.optional_identifier(request.POST, "all")
    to: dict[UUID, UUID] = {}
    for row in rows:
        own = given.optional_identifier(request.POST, f"to-{row.id}")
        can = {one.id for one in row.successors}
        if own is not None:
            to[row.id] = own
        elif for_all in can:
            to[row.id] = for_all
    return to


def _require_understood(request: ActorRequest, user: people.User) -> None:
    """Work that would wait where nobody is any more is not left by mistake."""
    waiting = [one for one in left_alone(user) if one.waiting]
    if waiting and request.POST.get("understood") != "yes":
        message = _("Say that you have seen what would wait without anybody.")
        raise Invalid(message, fields={"understood": message})
