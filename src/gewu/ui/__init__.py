"""The design system: tokens, base pages, icons, words. It knows nothing of the domain."""
