"""Sections: what comes out of writing one."""

from typing import Annotated

import pytest
from pydantic import PlainSerializer
from pydantic_core import PydanticSerializationError

from sim.model.section import Section


def struck(value: int) -> str:
    """What happens when somebody presses Ctrl-C while a value is written."""
    raise KeyboardInterrupt


def broken(value: int) -> str:
    """A serializer with a defect."""
    raise ValueError("no")


class Struck(Section):
    """A section that is interrupted."""

    time: Annotated[int, PlainSerializer(struck)]


class Broken(Section):
    """A section that cannot be written."""

    time: Annotated[int, PlainSerializer(broken)]


def test_ctrl_c_stays_ctrl_c() -> None:
    """It is no error of the model's, which would be taken for a defect."""
    with pytest.raises(KeyboardInterrupt):
        Struck(time=1).model_dump(mode="json")


def test_a_defect_stays_one() -> None:
    """It is pydantic's error, with what it was."""
    with pytest.raises(PydanticSerializationError, match="`broken`: ValueError: no"):
        Broken(time=1).model_dump(mode="json")
