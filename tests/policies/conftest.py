"""Settings of the property tests: an example may take as long as it takes."""

from hypothesis import settings

settings.register_profile("policies", deadline=None)
settings.load_profile("policies")
