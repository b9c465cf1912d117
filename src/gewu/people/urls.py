"""Signing in and out, one's own pages, people for the desk. allauth brings more pages; these are open."""

from allauth.account import views as account
from django.urls import include, path

from gewu.people.desk.join import join

urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("", include("gewu.people.account.urls")),
    path("desk/people/", include("gewu.people.desk.urls")),
    path("join/<str:secret>/", join, name="join"),
]
