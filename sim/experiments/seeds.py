"""The seeds of replications: many independent ones out of one."""

from hashlib import blake2b

SEED_BITS = 63
"""A scenario's seed is below 2^63."""


def replication_seed(seed: int, index: int) -> int:
    """The seed of the index-th replication, from 0.

    The first is ``seed`` itself, so that a single run is the first of its replications.  Any
    other is a BLAKE2b hash of ``seed`` and index: no draw of one replication is a draw of another,
    and 2^63 seeds are so many that a thousand coincide once in 10^13.  It depends on nothing else,
    so that variants of a scenario meet the same crowds.
    """
    if index == 0:
        return seed
    digest = blake2b(f"replication {index} of seed {seed}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> (64 - SEED_BITS)
