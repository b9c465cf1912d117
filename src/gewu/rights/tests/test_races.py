"""Two windows at the same moment, with real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.people.testing import a_user, an_actor
from gewu.registers.queries.own import Person
from gewu.registers.tests.builders import Town, a_number, a_person
from gewu.rights.commands import Proving, prove_account

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_clerks_who_prove_one_account_for_two_people_one_is_refused(town: Town) -> None:
    cards = [a_number("19620305", order) for order in (7, 9)]
    first = a_person(town, "王小样", identity_number=cards[0])
    a_person(town, "李四", household=first.household, relation="other", identity_number=cards[1])
    clerks, user = [town.clerk, an_actor("clerk", town.tiny.street)], a_user()
    start = Barrier(2)
    connection.close()

    def prove(clerk: Actor, card: str) -> str:
        try:
            start.wait(10)
            prove_account(proving=Proving(card, user.username), actor=clerk)
        except RuleBroken:
            return "refused"
        finally:
            connection.close()
        return "proved"

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [*map(pool.submit, [prove] * 2, clerks, cards)]]
    assert sorted(answers) == ["proved", "refused"]
    assert Person.objects.filter(township=town.township, user=user.id).count() == 1
