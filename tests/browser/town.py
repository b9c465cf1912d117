"""Build the town of the browser tests: `python -m tests.browser.town`, in an empty database.

The tiny town of all tests, with one person for every role, who signs in with the role's name.
"""

import django

PASSWORD = "nine cells, one lit"  # noqa: S105 – of a town that lives a minute
PEOPLE = {
    "gridworker": "赵小格",
    "assistant": "钱助理",
    "gridlead": "孙格长",
    "chief": "李总格",
    "clerk": "周受理",
    "dispatcher": "吴派遣",
    "handler": "郑处置",
    "checker": "王核查",
    "supervisor": "冯督办",
    "overseer": "陈区管",
    "auditor": "褚审计",
    "admin": "卫管理",
}


def main() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - after the settings are read

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    _people()


def _people() -> None:
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from gewu.cases import guards  # noqa: PLC0415
    from gewu.catalogue.commands import publish_definitions  # noqa: PLC0415
    from gewu.people.models import User  # noqa: PLC0415
    from gewu.people.testing import a_user, an_organisation  # noqa: PLC0415
    from gewu.places.testing import tiny_town  # noqa: PLC0415

    town = tiny_town()
    publish_definitions(guards=guards.NAMES)
    offices = {
        "handler": an_organisation(town.street, "sanitation").id,
        "chief": an_organisation(town.north, "station-north", "station").id,
    }
    an_organisation(town.street, "repairs", "utility")
    places = {
        "gridworker": town.a1,
        "assistant": town.grid_a,
        "gridlead": town.grid_a,
        "chief": town.north,
        "overseer": town.county,
    }
    for role, name in PEOPLE.items():
        more = {"organisation": offices[role]} if role in offices else {}
        a_user(role, places.get(role, town.street), username=role, name=name, **more)
    User.objects.update(password=make_password(PASSWORD))


if __name__ == "__main__":
    django.setup()
    main()
