"""An address as a command takes it: free to listen at, or one clear line."""

import errno

from sim.cli.errors import RequestError, one_line


def not_free(options: str, error: OSError) -> RequestError:
    """What to tell where nobody can listen at the address that these options gave."""
    came = "one in use" if error.errno == errno.EADDRINUSE else one_line(error)
    return RequestError(f"{options}: wanted an address and a port that are free, got {came}")
