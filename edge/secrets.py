"""Secrets: what signs tickets and opens the admin interface, read from the environment."""

import os

from edge.tickets import MIN_SECRET_BYTES

TICKET_SECRET = "FLOODGATE_TICKET_SECRET"
"""Signs tickets; several separated by commas: the first signs, all verify."""
ADMIN_TOKEN = "FLOODGATE_ADMIN_TOKEN"
"""Opens the admin interface, and is what nodes and origin show to one another."""

GUESSABLE = ("change", "default", "example", "floodgate", "password", "secret", "test", "token")


class SecretError(ValueError):
    """A secret that is missing or guessable; ``str`` names the variable, never the value."""


def read_secrets(variable: str) -> tuple[bytes, ...]:
    """The secrets in an environment variable.

    SecretError where there is none, or one that is too short, of few characters, or a word that
    is known from examples.
    """
    secrets = [part.strip() for part in os.environ.get(variable, "").split(",")]
    for secret in secrets:
        if problem := _problem(secret):
            wanted = f"wanted at least {MIN_SECRET_BYTES} random characters"
            raise SecretError(f"{variable}: {wanted}, got {problem}")
    return tuple(secret.encode() for secret in secrets)


def _problem(secret: str) -> str | None:
    if not secret:
        return "nothing"
    if len(secret.encode()) < MIN_SECRET_BYTES:
        return f"{len(secret.encode())}"
    if len(set(secret)) < MIN_SECRET_BYTES // 2:
        return f"{len(set(secret))} different ones"
    if any(secret.lower().startswith(word) for word in GUESSABLE):
        return "one that can be guessed"
    return None
