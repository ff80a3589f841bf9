"""Secrets as a command takes them: from the environment, or one clear line."""

from sim.cli.errors import RequestError


def secrets(variable: str) -> tuple[bytes, ...]:
    """The secrets in an environment variable.  RequestError for none, or one that is guessable."""
    from edge.secrets import SecretError, read_secrets

    try:
        return read_secrets(variable)
    except SecretError as error:
        raise RequestError(str(error)) from None
