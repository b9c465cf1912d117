"""Who manages keys: whoever administers the township."""

from gewu.kernel.access import Actor, Scope, Tier

MANAGERS = frozenset({"admin"})
_HIGH = frozenset({Tier.PROVINCE, Tier.CITY, Tier.COUNTY, Tier.TOWNSHIP})


def scopes_of(actor: Actor) -> tuple[Scope, ...]:
    """The places whose keys the actor manages: whole townships and what lies above them."""
    scopes = (post.scope for post in actor.posts if post.role in MANAGERS and post.scope.tier in _HIGH)
    return tuple(dict.fromkeys(scopes))


def may_manage(actor: Actor, township: int) -> bool:
    """Whether the actor gives keys to this township. The console's own jobs may."""
    return actor.door == "job" or any(scope.low <= township <= scope.high for scope in scopes_of(actor))
