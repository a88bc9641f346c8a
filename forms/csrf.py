"""The form token as a WTForms `csrf_class`: no session, no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from forms.token import Token, TokenSigner
from forms.widgets import TemplateWidget
from leadframe.errors import ExpiredTokenError, InvalidTokenError

if TYPE_CHECKING:
    from forms.form import LeadForm


class TokenField(CSRFTokenField):
    """The hidden input that carries the token; its value is always a fresh one."""

    widget = TemplateWidget("fields/hidden.html")


class TokenCSRF(CSRF):
    """Reads the token that came with a form and signs the one that goes out with it.

    The form's meta holds the signer as `csrf_context`; its definition says slug and version.

    Attributes:
        is_stale: the form was sent, without a token that is ours and young enough.
        current: the token that goes out.
    """

    field_class = TokenField
    is_stale: bool
    current: Token

    def setup_form(self, form: BaseForm) -> list[tuple[str, UnboundField[Any]]]:
        """Remember the form: a token is bound to its slug."""
        self._form: LeadForm = form  # type: ignore[assignment]  # WTForms declares the base class
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Sign the next token; it follows the one that came, if that was ours."""
        signer: TokenSigner = self._form.meta.csrf_context
        definition = self._form.definition
        was_sent = csrf_token_field.raw_data is not None
        is_good, came = _read(signer, definition.slug, csrf_token_field.data or "")
        self.is_stale = was_sent and not is_good
        self.current = signer.renew(definition.version, following=came)
        return signer.sign(definition.slug, self.current)

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        """Stop a form whose token is not ours or too old."""
        del form, field
        if self.is_stale:
            raise ValidationError("the form token is not ours or too old")


def _read(signer: TokenSigner, slug: str, text: str) -> tuple[bool, Token | None]:
    """Return whether a token is good, and what it said if it was ours."""
    try:
        return True, signer.read(slug, text)
    except ExpiredTokenError as error:
        return False, error.token
    except InvalidTokenError:
        return False, None
