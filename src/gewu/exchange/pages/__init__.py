"""Pages of the exchange, under /desk/."""
