"""My messages under /me/notices/; ways out and templates under /desk/notices/."""

from django.urls import path

from gewu.notices.pages import bell, callbacks, claims, inbox, templates, ways

app_name = "notices"
urlpatterns = [
    path("me/notices/", inbox.inbox, name="inbox"),
    path("me/notices/bell/", bell.bell, name="bell"),
    path("me/notices/read/", inbox.read_all, name="read_all"),
    path("me/notices/choices/", inbox.choices, name="choices"),
    path("me/notices/prove/<str:link>/", claims.prove, name="prove"),
    path("me/notices/wechat/", claims.wechat, name="wechat"),
    path("me/notices/wechat/end/", claims.end_wechat, name="end_wechat"),
    path("notices/ways/<uuid:way_id>/receipts/", callbacks.receipts, name="receipts"),
    path("notices/ways/<uuid:way_id>/wechat/", callbacks.wechat, name="wechat_events"),
    path("me/notices/<uuid:notice_id>/", inbox.open_message, name="open"),
    path("me/notices/<uuid:notice_id>/read/", inbox.read, name="read"),
    path("desk/notices/", ways.overview, name="ways"),
    path("desk/notices/new/", ways.new, name="new_way"),
    path("desk/notices/past/", ways.past, name="past"),
    path("desk/notices/ways/<uuid:way_id>/", ways.one, name="way"),
    path("desk/notices/ways/<uuid:way_id>/switch/", ways.switch, name="switch_way"),
    path("desk/notices/deliveries/<uuid:delivery_id>/resend/", ways.resend, name="resend"),
    path("desk/notices/templates/", templates.every, name="templates"),
    path("desk/notices/templates/<slug:template>/", templates.one, name="template"),
    path("desk/notices/templates/<slug:template>/publish/", templates.publish, name="publish"),
]
