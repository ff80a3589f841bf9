"""The commands of ``floodgate serve``, one a file."""
