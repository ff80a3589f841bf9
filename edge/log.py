"""The log: one line for what an operator should see, on standard error."""

import logging

log = logging.getLogger("floodgate")
