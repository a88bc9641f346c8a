"""Fields that are made once for each form class, and copied for each visitor's form."""

from __future__ import annotations

from typing import Any, Self

from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm


class BoundByCopy(Field):
    """A field that WTForms makes for the first form of a class; all forms get copies of it.

    To make one takes ten times as long: its label, flags and validators are the same for
    everyone. So what a field learns from its visitor goes into attributes of its own, and never
    into what it was made with.
    """

    def __new__(cls, *args: Any, **options: Any) -> Any:
        """Return a field of a form, or for a form class one that is bound later."""
        return object.__new__(cls) if "_form" in options else _Unbound(cls, *args, **options)

    def copied(self, form: BaseForm | None) -> Self:
        """Return another field, made with the same, for a form.

        It does not hold its form, which holds it: nobody would know that both can go.
        """
        twin = object.__new__(type(self))
        # In one go: this is done for every field of every form that is shown or sent.
        twin.__dict__ = self.__dict__ | {"_form": None, "meta": form.meta if form else None}
        return twin


class _Unbound(UnboundField):  # type: ignore[type-arg]  # generic in its types alone
    """A field of a form class; `bind` is what WTForms gets a form's own by."""

    _made: BoundByCopy | None = None

    def bind(self, form: BaseForm, *args: Any, **options: Any) -> BoundByCopy:
        if self._made is None:
            # Nothing of the visitor who came first is kept: neither values nor token.
            self._made = super().bind(form, *args, **options).copied(None)
        return self._made.copied(form)
