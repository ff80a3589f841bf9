"""The engines by name, and the choice between them."""

from sim.engines.execute import Execute

ENGINES = ("reference",)
AUTO = "auto"


def choose(engine: str) -> tuple[str, Execute]:
    """The name of an engine and the engine; "auto" takes the fastest that can run the model."""
    if engine not in (AUTO, *ENGINES):
        raise ValueError(f"engine must be one of {', '.join((AUTO, *ENGINES))}, got {engine!r}")
    from sim.engines.reference.engine import execute

    return "reference", execute
