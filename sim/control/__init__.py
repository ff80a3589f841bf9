"""Controllers and faults: what acts on the system from outside the request path."""
