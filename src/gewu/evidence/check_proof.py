#!/usr/bin/env python3
"""Check a proof exported from Gewu:  python3 check_proof.py PROOF.json KEYS  (needs cryptography; SM2: gmalg)

KEYS: a key in hex, or the file gewu-seals.json, from a place you trust, not from whoever gave you the proof.
"""

import hashlib
import hmac
import json
import pathlib
import re
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
sys.excepthook = lambda kind, fault, _: sys.exit(f"NOT PROVED: {kind.__name__}: {fault}")


def require(holds: object, why: str) -> None:
    if not holds:
        raise ValueError(why)


def is_signed(seal: dict[str, str], signature: bytes) -> bool:
    key, statement = bytes.fromhex(seal["key"]), spell(seal).encode()
    if seal["algorithm"] == "ed25519":
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, statement) is None
    from gmalg import SM2  # noqa: PLC0415

    return bool(SM2(None, b"1234567812345678", b"\4" + key).verify(statement, signature[:32], signature[32:]))


proof, given = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8")), pathlib.Path(sys.argv[2])
keys = re.findall(r"\w+", given.read_text("utf-8") if given.is_file() else str(given))
hashes, days, before = dict[int, bytes](), dict[int, str](), b""
for place, entry in enumerate(proof["entries"], 1):
    require(entry["head"][3:5] == [proof["subject"], place], f"entry {place} is another")
    text = f"{spell(entry['head'])}\n{entry['facts']}"
    before = hashes[place] = hashlib.sha256(before + text.encode()).digest()
for cover in proof["seals"]:
    seal, digest = cover["seal"], {"ed25519": "sha256", "sm2": "sm3"}[cover["seal"]["algorithm"]]
    require(seal["key"] in keys, f"the seal of {seal['day']} is signed with a key that you did not give")
    require(is_signed(seal, bytes.fromhex(cover["signature"])), f"the signature of {seal['day']} is wrong")
    for under in cover["entries"]:
        node = hashlib.new(digest, b"\0" + hashes[under["number"]]).digest()
        for side, other in under["path"]:
            beside = bytes.fromhex(other)
            pair = {"left": beside + node, "right": node + beside}[side]
            node = hashlib.new(digest, b"\1" + pair).digest()
        require(node.hex() == seal["root"], f"entry {under['number']} is not in the seal of {seal['day']}")
        days[under["number"]] = seal["day"]
require(hashes and days.keys() == hashes.keys(), "an entry is under no seal")
require(json.loads(proof["entries"][0]["facts"])["number"] == proof["number"], "the number is another")
for said in proof["words"]:
    told = hmac.new(said["salt"].encode(), said["text"].encode(), "sha256").hexdigest()
    require(told in proof["entries"][said["entry"] - 1]["facts"], f"nobody wrote this: {said['text']}")
print(f"PROVED: {proof['number']}, {len(hashes)} entries, sealed from {days[1]} to {days[place]}")  # noqa: T201
