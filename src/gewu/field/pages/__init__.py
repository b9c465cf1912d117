"""The pages of the field: thin, phone first, whole without a script. Rules live in the slices below."""
