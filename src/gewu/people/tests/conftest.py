import pytest
from django.test import Client
from pytest_django import Settings

from gewu.kernel.access import Actor
from gewu.people.models import User
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, an_actor
from gewu.people.tests.signing_in import GOOD, LOGIN
from gewu.places.testing import TinyTown, tiny_town


@pytest.fixture
def town(db: None) -> TinyTown:
    return tiny_town()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clerk(town: TinyTown) -> User:
    """Somebody with a post who can sign in by hand, as `clerk1` with `GOOD`."""
    user = a_user("clerk", town.street, username="clerk1", name="梅一")
    user.set_password(GOOD)
    user.save()
    return user


@pytest.fixture
def me(clerk: User) -> Actor:
    return actor_of(clerk, door="portal")


@pytest.fixture
def admin(town: TinyTown) -> Actor:
    return an_actor("admin", town.street)


@pytest.fixture
def browser(clerk: User) -> Client:
    """The clerk's, signed in a moment ago, at localhost, where passkeys work without https."""
    client = Client(SERVER_NAME="localhost")
    client.post(LOGIN, {"login": clerk.username, "password": GOOD})
    return client


@pytest.fixture
def worker(town: TinyTown) -> User:
    return a_user("gridworker", town.a1, username="meilan", name="梅兰")


@pytest.fixture
def neighbour(town: TinyTown) -> User:
    return a_user("gridworker", town.a2, name="竺菊")
