"""The form token as a WTForms `csrf_class`: no session, no cookie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self, cast
from weakref import proxy

from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from forms.binding import BoundByCopy
from forms.token import Token, TokenSigner
from forms.widgets import TemplateWidget
from leadframe.channels.model import FormDefinition
from leadframe.errors import ExpiredTokenError, InvalidTokenError

if TYPE_CHECKING:
    from forms.form import LeadForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenExchange:
    """The token that came with a form, and the one that goes out with its next page.

    Attributes:
        is_stale: the form was sent, without a token that is ours and young enough.
        came: what came, if it was ours, be it too old.
        current: what goes out; it follows what came.
    """

    signer: TokenSigner
    slug: str
    is_stale: bool
    came: Token | None
    current: Token

    @classmethod
    def of(cls, signer: TokenSigner, definition: FormDefinition, text: str | None) -> Self:
        """Read the token of a form; `text` is None when the form was not sent at all."""
        is_good, came = _read(signer, definition.slug, text or "")
        return cls(
            signer=signer,
            slug=definition.slug,
            is_stale=text is not None and not is_good,
            came=came,
            current=signer.renew(definition.version, following=came),
        )


class TokenField(BoundByCopy, CSRFTokenField):
    """The hidden input that carries the token; its value is always a fresh one."""

    widget = TemplateWidget("fields/hidden.html")
    csrf_impl: TokenCSRF

    def copied(self, form: BaseForm | None) -> Self:
        """Return the field of another form, which asks that form's own side of the exchange."""
        twin = super().copied(form)
        if form is not None:
            twin.csrf_impl = cast("LeadForm", form)._csrf  # noqa: SLF001 - WTForms' name for it
        return twin

    def _value(self) -> str:
        return self.csrf_impl.sign()


UNBOUND_TOKEN = TokenField(label="", csrf_impl=None)


class TokenCSRF(CSRF):
    """Refuses a form without a good token; the form's meta holds the exchange as `csrf_context`."""

    def setup_form(self, form: BaseForm) -> list[tuple[str, UnboundField[Any]]]:
        """Remember the form: its token says what was written on its other pages."""
        self._form: LeadForm = proxy(form)
        return [(form.meta.csrf_field_name, UNBOUND_TOKEN)]

    @property
    def exchange(self) -> TokenExchange:
        """What came and what goes out."""
        exchange: TokenExchange = self._form.meta.csrf_context
        return exchange

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Leave the token unsigned until a page shows it: only then it is known what it carries."""
        del csrf_token_field
        return ""

    def sign(self) -> str:
        """Return the token of the page that the form is open at."""
        token = replace(self.exchange.current, progress=self._form.progress)
        return self.exchange.signer.sign(self.exchange.slug, token)

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        """Stop a form whose token is not ours or too old."""
        del form, field
        if self.exchange.is_stale:
            raise ValidationError("the form token is not ours or too old")


def _read(signer: TokenSigner, slug: str, text: str) -> tuple[bool, Token | None]:
    """Return whether a token is good, and what it said if it was ours."""
    try:
        return True, signer.read(slug, text)
    except ExpiredTokenError as error:
        return False, error.token
    except InvalidTokenError:
        return False, None
