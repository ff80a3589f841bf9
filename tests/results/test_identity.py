"""An identity says how to make its run again."""

from types import ModuleType


def test_command(traces: ModuleType) -> None:
    """The command names the scenario as the user did, the variant, the seed and the engine."""
    identity = traces.identity(source="scenarios/flash sale.toml")
    assert identity.command == (
        "floodgate run 'scenarios/flash sale.toml' --variant probability --seed 7 "
        "--engine reference"
    )


def test_settings_are_in_the_command(traces: ModuleType) -> None:
    """Replacements appear as the command reads them: text bare, the rest as in TOML."""
    identity = traces.identity(
        settings={"crowd.users": 20_000, "crowd.reaction": "1 s", "edge.sold_out_shortcut": True}
    )
    assert identity.command.endswith(
        "--set crowd.users=20000 --set 'crowd.reaction=1 s' --set edge.sold_out_shortcut=true"
    )


def test_without_a_variant(traces: ModuleType) -> None:
    """A run of the scenario as it stands goes by the scenario's name and has no variant option."""
    identity = traces.identity(variant=None)
    assert identity.name == "flash_sale"
    assert identity.command == "floodgate run flash_sale --seed 7 --engine reference"


def test_compare_command(traces: ModuleType) -> None:
    """A comparison names its variants."""
    assert traces.identity().compare_command(["a", "b"]) == (
        "floodgate compare flash_sale --variants a,b --seed 7 --engine reference"
    )
