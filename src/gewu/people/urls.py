"""Signing in and out, and one's own page. allauth brings more pages; these are the ones we open."""

from allauth.account import views as account
from django.urls import include, path

from gewu.people import pages

duty = [
    path("", pages.on_duty, name="list"),
    path("at/<uuid:area_id>/", pages.on_duty_at, name="on_duty"),
]
urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("me/", pages.me, name="me"),
    path("me/language/", pages.choose_language, name="me_language"),
    path("me/password/", pages.choose_password, name="me_password"),
    path("me/tokens/<uuid:token_id>/revoke/", pages.revoke, name="me_token_revoke"),
    path("desk/people/", include((duty, "people"))),
]
