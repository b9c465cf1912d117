"""The desk's pages of finding: search, saved filters, exports, batches, looking for a person."""
