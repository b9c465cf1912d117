"""GeoReport v2, operation by operation."""
