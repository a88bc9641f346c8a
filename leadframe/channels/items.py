"""What stands on the pages of a form: its fields, and headings between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr

from leadframe.channels.conditions import Condition
from leadframe.channels.strict import Strict
from leadframe.channels.text import Text


class Item(Strict):
    """What fields and headings may say."""

    type: str
    label: Text | None = None
    help: Text | None = None
    step: Annotated[int, Field(ge=1)] = 1
    show_when: Condition | None = None

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield every (key, text) of the item that a visitor may read."""
        if self.label:
            yield "label", self.label
        if self.help:
            yield "help", self.help


class Heading(Item):
    """A heading between fields; those below it, up to the next one on their step, belong to it.

    It asks for nothing and has no name: it goes by its number among the headings of its form.
    """

    type: Literal["heading"]
    label: Text
    _number: int = PrivateAttr(default=1)

    is_wide: ClassVar[bool] = True

    @property
    def key(self) -> str:
        """The heading's id in the page."""
        return f"heading_{self._number}"

    def numbered(self, number: int) -> Self:
        """Return this heading with another number."""
        heading = self.model_copy()
        heading._number = number  # noqa: SLF001 - a copy of its own
        return heading
