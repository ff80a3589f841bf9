"""What the compiled engine cannot run."""


class Unsupported(Exception):
    """A model holds something that the kernel does not know; the text says what."""
