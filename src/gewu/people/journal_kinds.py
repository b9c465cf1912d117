"""What can be read in the journal about people. Facts are ids, codes and days: never a name or a password."""

KINDS: dict[str, str] = {
    "user.created": "A person was given an account.",
    "user.deactivated": "An account was closed: its person can no longer sign in, nor can its tokens.",
    "user.password_set": "An administrator set a new password.",
    "user.password_changed": "A person changed their own password.",
    "user.language_set": "A person chose the language they read in.",
    "organisation.created": "An organisation began, with or without an open inbox.",
    "post.given": "A person was given a role at a place.",
    "post.stand_in_given": "A person stands in for another's post until a day.",
    "post.ended": "A post ends on a day.",
    "token.issued": "A program was given a token to act as a user.",
    "token.revoked": "A token no longer works.",
    "people.loaded": "The people of a locality's file were brought in.",
}
