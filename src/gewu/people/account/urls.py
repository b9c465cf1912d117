"""The second step of the sign-in, and what a person does about themselves."""

from django.urls import path

from gewu.people.account import data, factors, me, password, second_step, security

urlpatterns = [
    path("accounts/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("accounts/passkey/", second_step.with_passkey, name="account_passkey"),
    path("me/", me.me, name="me"),
    path("me/language/", me.choose_language, name="me_language"),
    path("me/password/", password.choose_password, name="me_password"),
    path("me/security/", security.overview, name="me_security"),
    path("me/security/code/", factors.add_totp, name="me_totp"),
    path("me/security/passkey/", factors.add_passkey, name="me_passkey_new"),
    path("me/security/recovery/", factors.recovery, name="me_recovery"),
    path("me/security/factors/<int:factor_id>/", factors.one_factor, name="me_factor"),
    path("me/security/factors/<int:factor_id>/name/", factors.rename, name="me_factor_name"),
    path("me/sessions/end/", security.end_others, name="me_sessions_end"),
    path("me/sessions/<uuid:session_id>/end/", security.end_session, name="me_session_end"),
    path("me/devices/<uuid:device_id>/known/", security.know_device, name="me_device_known"),
    path("me/tokens/<uuid:token_id>/revoke/", security.revoke, name="me_token_revoke"),
    path("me/data/", data.data, name="me_data"),
    path("me/data/file/", data.data_file, name="me_data_file"),
]
