"""Values written as ``--set`` reads them."""

from hypothesis import given
from hypothesis import strategies as st

from sim.model.overrides import format_value, parse_value

TEXT = st.text(st.characters(exclude_categories=("C",)), max_size=20)
SCALARS = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    """parse_value(format_value(x)) == x for every value that a scenario may hold."""
    again = parse_value(format_value(value).strip())
    assert again == value
    assert type(again) is type(value)


def test_text_stays_bare_where_it_can() -> None:
    """A duration needs no quotes; text that looks like a number or a table does."""
    assert format_value("15 ms") == "15 ms"
    assert format_value("15") == '"15"'
    assert (
        format_value({"kind": "census", "target": 1.3}) == '{ "kind" = "census", "target" = 1.3 }'
    )
