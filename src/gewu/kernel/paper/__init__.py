"""Paper that any room may print: a font that has Chinese, and how Chinese is broken into lines."""
