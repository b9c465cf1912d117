"""What is archived of a definition, to the letter: a later release must find the same digests."""

import json
from hashlib import sha256

from gewu.catalogue import reading
from gewu.catalogue.rules import base_digest, digest_of, edition, lock_lines, resolve

BASE = {"case_types/event/v1.toml": b"one", "case_types/event/v1.fields.json": b"two"}


def test_an_edition_is_the_definition_spelled_out_under_its_names_in_files() -> None:
    newest = reading.shipped().newest("event")
    assert newest is not None
    event = resolve(newest, reading.shipped().categories)
    made = edition(event, base=BASE)
    spelled = json.loads(made.resolved)
    assert (made.key, made.version) == ("event", event.version)
    assert made.digest == sha256(made.resolved.encode()).hexdigest()
    assert made.base_digest == base_digest(BASE)
    # As in the files, and without what is usual: a field added later changes no digest.
    assert "from" in spelled["moves"][0]
    assert "from_" not in spelled["moves"][0]
    assert made.resolved == event.model_dump_json(by_alias=True, exclude_defaults=True)
    assert made.resolved != event.model_dump_json(by_alias=True)


def test_digests_of_texts_know_where_one_ends() -> None:
    assert digest_of("a", "b") == sha256(b"a\nb").hexdigest()
    assert digest_of("ab") != digest_of("a", "b")


def test_the_lines_of_a_lock_are_in_the_order_of_their_paths() -> None:
    assert lock_lines(BASE) == (
        f"{sha256(b'two').hexdigest()} case_types/event/v1.fields.json",
        f"{sha256(b'one').hexdigest()} case_types/event/v1.toml",
    )
    assert base_digest(BASE) == digest_of(*lock_lines(BASE)) == base_digest(dict(reversed(BASE.items())))
