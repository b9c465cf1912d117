"""What the console's commands do once the application is set up; imported only then."""

import argparse

from django.conf import settings
from django.urls import reverse

from gewu.cases import guards
from gewu.catalogue.commands import check_definitions, publish_definitions
from gewu.kernel.access import SYSTEM
from gewu.kernel.errors import DomainError, NotFound
from gewu.layers.commands import load_layers
from gewu.open311 import commands as open311
from gewu.people import queries as people
from gewu.people.commands import issue_token, load_people, remove_second_factor
from gewu.people.commands.invitations import FirstPost, Invited, invite, send_link
from gewu.places import queries as places
from gewu.places.commands import load_locality
from gewu.places.locality import LocalityError
from gewu.registers import queries as registers
from gewu.runtime.words import Stop, say
from gewu.simulator import commands as town
from gewu.simulator import demo
from gewu.simulator.copying import copy_cases

DOOR = "console"


def token(chosen: argparse.Namespace) -> None:
    """A token for a program that acts as that user, shown this once."""
    try:
        user = people.user_named(chosen.user)
        actor = people.actor_of(user, door=DOOR)
        say(issue_token(user_id=user.id, label=chosen.label, actor=actor, days=chosen.days))
    except DomainError as refused:
        raise Stop(f"{chosen.user}: {refused}") from refused


def load_place(chosen: argparse.Namespace) -> None:
    """Bring a place in or up to date, and invite its first administrator."""
    try:
        township = load_locality(chosen.locality)
        load_layers(chosen.locality)
        say(f"{chosen.locality} is there: {places.area_by_code(str(township)).name}.")
        if chosen.admin:
            say(_invited(chosen, township))
    except (DomainError, LocalityError) as refused:
        raise Stop(str(refused)) from refused


def _invited(chosen: argparse.Namespace, township: int) -> str:
    """The link by which the administrator chooses a password, shown this once; asked again, a new one."""
    try:
        there = people.user_named(chosen.admin)
    except NotFound:
        post = FirstPost(role="admin", area=places.area_by_code(str(township)).id)
        name = chosen.name or chosen.admin
        invited = Invited(username=chosen.admin, name=name, township=township, post=post)
        link = invite(invited=invited, actor=SYSTEM)
    else:
        if there.home != township:
            raise Stop(f"{chosen.admin} is somebody of another place. Choose another username.")
        link = send_link(user_id=there.id, actor=SYSTEM)
    path = reverse("join", args=[link.secret.open()]) if link.secret else ""
    return f"{chosen.admin} chooses a password here: {chosen.installation.address.rstrip('/')}{path}"


def open311_key(chosen: argparse.Namespace) -> None:
    """The demo's key. Keys of real programs are issued in the desk, by whoever answers for the place."""
    if chosen.locality not in settings.DEMO:
        raise Stop(f"{chosen.locality} is no demo here. Keys are issued in the desk, under Open311 keys.")
    try:
        town = places.locality(chosen.locality)
        say(open311.demo_key(township=town.township, actor=SYSTEM))
    except DomainError as refused:
        raise Stop(f"{chosen.locality}: {refused}") from refused


def reset_factor(chosen: argparse.Namespace) -> None:
    """Take every second factor from a person; their sessions end, and they set one up anew."""
    try:
        remove_second_factor(user_id=people.user_named(chosen.user).id, actor=SYSTEM)
    except DomainError as refused:
        raise Stop(f"{chosen.user}: {refused}") from refused
    say(f"{chosen.user} now signs in with the password alone. What a post requires is set up anew.")


def check(_chosen: argparse.Namespace) -> None:
    """Every problem of the shipped definitions, not only the first."""
    problems = [*map(str, check_definitions(guards=guards.NAMES)), *registers.problems()]
    for problem in problems:
        say(problem)
    if problems:
        raise Stop(f"{len(problems)} problems in the definitions.")
    say("The definitions are in order.")


def publish(_chosen: argparse.Namespace) -> None:
    """Archive what this version ships; not a line of it while a register asks for what sharing supplies."""
    if wrong := registers.problems():
        raise Stop("\n".join(wrong))
    try:
        published = publish_definitions(guards=guards.NAMES)
    except DomainError as refused:
        raise Stop(_with_problems(refused)) from refused
    say(f"{len(published)} definitions are published.")


def simulate(chosen: argparse.Namespace) -> None:
    """Let a town live: its register up to now, once, or any days of it."""
    try:
        load_locality(chosen.locality)
        load_people(chosen.locality)
        played = _played(chosen)
    except (DomainError, ValueError) as refused:
        raise Stop(f"{chosen.locality}: {refused}") from refused
    if played is None:
        raise Stop(
            f"{chosen.locality} has been filled before. Take another GEWU_DATA, or some days: --from, --to."
        )
    say(f"Played {played.register} demands and {played.today} of today in {played.steps} steps.")


def copy_past(chosen: argparse.Namespace) -> None:
    """Copies of what is finished, in the weeks from a day on."""
    if chosen.count < 1:
        raise Stop("Ask for one case at least.")
    try:
        copied = copy_cases(
            chosen.count,
            locality=chosen.locality,
            since=chosen.first,
            seed=chosen.seed,
            progress=lambda done: say(f"{done:,} of {chosen.count:,}"),
        )
    except (DomainError, ValueError) as refused:
        raise Stop(f"{chosen.locality}: {refused}") from refused
    say(f"Copied {copied.cases:,} cases with {copied.entries:,} entries.")


def _played(chosen: argparse.Namespace) -> town.Outcome | None:
    if chosen.first or chosen.last:
        return town.run(chosen.locality, seed=chosen.seed, since=chosen.first, last=chosen.last)
    return demo.simulate(chosen.locality, seed=chosen.seed)


def _with_problems(refused: DomainError) -> str:
    problems = refused.facts.get("problems")
    return "\n".join([str(refused), *(problems if isinstance(problems, list) else [])])
