"""Notices: what the journal tells people by itself, in the inbox of Gewu and by way of others.

A *rule* says which entry tells whom (definitions/notices/rules.toml). A *message* is what one person is
told, and keeps the version of the *template* it was made from. A *delivery* takes a message out by a
*gateway*: e-mail, SMS, WeCom, DingTalk. Nothing goes to a person twice; where a gateway leaves it unclear, a
person decides.
"""
