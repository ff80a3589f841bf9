"""What can go wrong with a load that is not a scenario's fault."""


class LoadError(OSError):
    """A load that could not be run, or went wrong on the way; one line says what and where."""
