"""A layer of the place, and one of its areas, to ask for."""

from uuid import UUID

from gewu.layers import commands, queries
from gewu.layers.asked import Asked
from gewu.layers.definition import LayerEntry
from tests.access.town import Town

WORDS = {"zh": "专属网格", "en": "Dedicated grids"}


def a_layer(town: Town) -> UUID:
    actor, township = town.actor("admin"), town.tiny.township
    entry = LayerEntry.model_validate(
        {"key": "dedicated", "kind": "dedicated", "names": WORDS, "note": WORDS, "houses": {"school": "unit"}}
    )
    commands.load_layer(township, entry)
    return queries.layers_of(actor, township)[0].layer.id


def an_area(town: Town) -> UUID:
    actor, layer = town.actor("admin"), a_layer(town)
    found = queries.every_area(queries.layer(actor, layer))
    if len(found) > 1:
        return found[0].id
    return commands.make_area(layer_id=layer, asked=Asked(name="街", areas=(town.tiny.a1,)), actor=actor)


def asked(town: Town) -> dict[str, object]:
    return {"name": "街", "areas": [str(town.tiny.a1)], "seen_version": 1}
