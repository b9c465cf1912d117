"""Which base map an installation has set under its own polygons: none unless it says so."""

from django.conf import settings


def base_map() -> dict[str, str]:
    """For a map: `tiles` (an address), `tianditu` (a key), `tiles_by` (whom the map thanks)."""
    return {"tiles": settings.TILES, "tianditu": settings.TIANDITU_KEY, "tiles_by": settings.TILES_BY}
