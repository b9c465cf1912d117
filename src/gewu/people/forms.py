"""The form of the sign-in page, drawn like every other form of ours."""

from allauth.account.forms import LoginForm
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.people.queries import demo_logins, role_name
from gewu.places.queries import locality_of
from gewu.ui.forms import Field


class SignIn(LoginForm):  # type: ignore[misc]  # allauth has no types
    """A username and a password."""

    def drawn(self) -> list[Field]:
        return [
            Field(
                name="login",
                label=_("Username"),
                required=True,
                value=self.data.get("login", ""),
                error=_first(self.errors.get("login")),
                autocomplete="username",
                max_length=40,
            ),
            Field(
                name="password",
                label=_("Password"),
                kind="password",
                required=True,
                error=_first(self.errors.get("password")),
                autocomplete="current-password",
            ),
        ]

    def wrong(self) -> str:
        return " ".join(self.non_field_errors()) if self.is_bound else ""

    def demo(self) -> list[tuple[str, str]]:
        """Logins to try, with what they are, where the installation shows a demo."""
        if not settings.DEMO:
            return []
        language, logins = get_language() or "", demo_logins()
        several = len({home for _name, _role, home in logins}) > 1
        ordered = sorted(logins, key=lambda login: login[2]) if several else logins
        return [
            (name, (_place(home, language) if several else "") + role_name(role, language, home))
            for name, role, home in ordered
        ]


def _place(township: int, language: str) -> str:
    """Where there are several places, which one: 解放碑街道 ·"""
    here = locality_of(township)
    return f"{here.names.in_language(language)} · " if here else ""


def _first(errors: list[str] | None) -> str:
    return str(errors[0]) if errors else ""
