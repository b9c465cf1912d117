"""What can be read in the journal of layers."""

KINDS: dict[str, str] = {
    "layers.loaded": "A layer was brought in or up to date from a file: how many areas, digest.",
    "layers.carried": "What a layer answers for was changed: the categories before and after.",
    "layers.area_made": "An area of a layer was made: its code, and the office that answers.",
    "layers.area_changed": "An area of a layer was changed: its code, and the office that answers.",
    "layers.area_retired": "An area of a layer was retired; its code is never given again.",
}
