"""What the compiled engine cannot run."""


class UnsupportedError(ValueError):
    """A model holds something that the kernel does not know; the text says what."""
