"""The commands ``serve`` and ``validate``, and what they share, one a file."""
