"""Pages about people at the desk, under /desk/people/."""

from django.urls import path

from gewu.people import pages
from gewu.people.desk import absences, links, organisations, person, persons, posts, signing_in

app_name = "people"
urlpatterns = [
    path("", pages.on_duty, name="list"),
    path("at/<uuid:area_id>/", pages.on_duty_at, name="on_duty"),
    path("all/", persons.everybody, name="everybody"),
    path("all/print/", persons.on_paper, name="everybody_print"),
    path("all.csv", persons.as_csv, name="everybody_csv"),
    path("new/", links.invite, name="invite"),
    path("<uuid:person_id>/", person.one_person, name="person"),
    path("<uuid:person_id>/edit/", person.edit, name="person_edit"),
    path("<uuid:person_id>/lock/", person.lock, name="person_lock"),
    path("<uuid:person_id>/unlock/", person.unlock, name="person_unlock"),
    path("<uuid:person_id>/link/", person.new_link, name="person_link"),
    path("<uuid:person_id>/signing-in/", signing_in.signing_in, name="signing_in"),
    path("<uuid:person_id>/signing-in/lock/", signing_in.lift_lock, name="lift_lock"),
    path("<uuid:person_id>/signing-in/factor/", signing_in.remove_factor, name="remove_factor"),
    path("<uuid:person_id>/signing-in/sessions/", signing_in.end_sessions, name="sessions_end"),
    path("<uuid:person_id>/posts/new/", posts.give, name="post_new"),
    path("posts/<uuid:post_id>/", posts.change, name="post"),
    path("posts/<uuid:post_id>/end/", posts.end, name="post_end"),
    path("posts/<uuid:post_id>/stand-in/", posts.stand_in, name="stand_in"),
    path("posts/<uuid:post_id>/stand-in/end/", posts.end_stand_in, name="stand_in_end"),
    path("pairs/<uuid:deputy_id>/end/", posts.end_deputy, name="deputy_end"),
    path("organisations/", organisations.tree, name="organisations"),
    path("organisations/print/", organisations.on_paper, name="organisations_print"),
    path("organisations.csv", organisations.as_csv, name="organisations_csv"),
    path("organisations/new/", organisations.begin, name="organisation_new"),
    path("organisations/<uuid:organisation_id>/", organisations.one, name="organisation"),
    path("organisations/<uuid:organisation_id>/edit/", organisations.edit, name="organisation_edit"),
    path("organisations/<uuid:organisation_id>/close/", organisations.close, name="organisation_close"),
    path("organisations/<uuid:organisation_id>/open/", organisations.reopen, name="organisation_open"),
    path("absences/", absences.absences, name="absences"),
    path("absences/print/", absences.on_paper, name="absences_print"),
    path("absences.csv", absences.as_csv, name="absences_csv"),
    path("absences/new/", absences.enter, name="absence_new"),
    path("absences/<uuid:absence_id>/", absences.one, name="absence"),
    path("absences/<uuid:absence_id>/withdraw/", absences.withdraw, name="absence_withdraw"),
    path("absences/<uuid:absence_id>/cover/<uuid:post_id>/", absences.cover, name="absence_cover"),
    path("links/", links.links, name="links"),
    path("links/<uuid:link_id>/", links.one_link, name="link"),
    path("links/<uuid:link_id>/withdraw/", links.withdraw, name="link_withdraw"),
]
