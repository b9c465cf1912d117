"""Why a file cannot be read at all."""


class Unreadable(ValueError):
    """The file is refused whole. `code` is a key of `exchange.words.FILE`; facts fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
