"""What can be read in the journal about addresses changed by hand."""

KINDS: dict[str, str] = {
    "address.added": "An estate, a road, a house, a unit or a room was added: its code and kind.",
    "address.changed": "Something of an address was corrected: which columns.",
    "address.retired": "An address is no longer there, nor what stood in it: how many.",
    "address.named": "An address got another name: its kind, the digest of the name.",
    "address.unnamed": "A name of an address is no longer used.",
    "address.laid_out": "A house got its units and rooms: how many.",
    "address.assigned": "A house or a unit belongs to another grid: which, since when, the digest of why.",
    "address.rejoined": "A unit belongs to the grid of its house again.",
    "address.plates_issued": "Plates were issued: how many.",
    "address.plate_withdrawn": "A plate no longer leads anywhere: why.",
}
