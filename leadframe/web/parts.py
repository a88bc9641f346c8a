"""What the pages work with, handed to them by the app factory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from forms.token import TokenSigner
from leadframe.channels import Catalog
from leadframe.delivery import News
from leadframe.ledger import Ledger
from leadframe.screening import Screening
from leadframe.settings import Settings
from leadframe.web.admission import Admission
from leadframe.web.closing import Closings
from leadframe.web.patience import Patience
from leadframe.web.receipts import Receipts
from leadframe.web.stylesheet import Stylesheet

EXTENSION = "leadframe"


class Couriers(Protocol):
    """The couriers of this process, as far as a page cares."""

    def wake(self) -> None:
        """Tell them that a submission is due."""
        ...

    @property
    def busy(self) -> bool:
        """Whether none of them is free to take a submission at once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one application; `couriers` is None where another process delivers."""

    settings: Settings
    catalog: Catalog
    ledger: Ledger
    tokens: TokenSigner
    receipts: Receipts
    closings: Closings
    patience: Patience
    limits: Admission
    screening: Screening
    news: News
    stylesheet: Stylesheet
    translations: Path
    couriers: Couriers | None = None

    def install(self, app: Flask) -> None:
        """Make the parts available to the views of `app`."""
        app.extensions[EXTENSION] = self


def parts() -> Parts:
    """Return the parts of the application that serves this request."""
    return parts_of(current_app)


def parts_of(app: Flask) -> Parts:
    """Return the parts of an application."""
    installed: Parts = app.extensions[EXTENSION]
    return installed
