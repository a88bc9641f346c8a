"""Finds out what became of leads that may have arrived, and whether closed forms may open."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from pydantic import SecretStr

from leadframe.channels import Catalog, FormDefinition
from leadframe.delivery.channel_info import channel_of
from leadframe.delivery.client import LeadAPI
from leadframe.delivery.news import News
from leadframe.errors import (
    LeadAPIError,
    LedgerUnavailableError,
    RefusedKeyError,
    RefusedTransitionError,
    UnknownFormError,
)
from leadframe.ledger import Ledger

log = logging.getLogger(__name__)

ACTOR = "reconciler"
GONE = "its form is gone, so nobody knows where to look"
NO_KEY = "there is no API key to look with"
NO_REFERENCE = 'the form sends no reference to look for: reference_in is "none"'
OPEN_AGAIN = "the lead API takes leads of this form again"
DIGEST_LETTERS = 16


class Reconciler:
    """Asks the lead API about everything the ledger is in doubt of.

    Forms that share a channel and a key share a call. A call that fails is made again ever less
    often, by the ledger's numbers, and keeps no other channel from being looked at.

    Args:
        ledger: knows what is in doubt, and which forms are closed.
        api: shows leads and channels to whoever has a key.
        catalog: says which channel a form's leads went to, and where their reference is.
        api_key: the key of the forms that have none of their own.
        news: where to tell of every outcome.
        owner: names the reconciler for an operator's eyes.
        is_stopping: whether to leave the rest of a step undone.
    """

    def __init__(  # noqa: PLR0913 - the outside world comes in one by one
        self,
        ledger: Ledger,
        api: LeadAPI,
        catalog: Catalog,
        *,
        api_key: SecretStr | None,
        news: News,
        owner: str,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._ledger = ledger
        self._api = api
        self._catalog = catalog
        self._api_key = api_key
        self._news = news
        self._owner = owner
        self._is_stopping = is_stopping

    def step(self) -> None:
        """Do everything that is due, once.

        Raises:
            LedgerUnavailableError: the ledger cannot say what is due.
        """
        if not self._ledger.has_work():
            return
        self._ledger.sweep()
        for task in [*self._doubts(), *self._closings()]:
            if self._is_stopping():
                return
            try:
                task()
            except LedgerUnavailableError:
                log.warning("Ledger unavailable, looking again later")
            except Exception:
                log.exception("Reconciler stumbled, going on")

    def _doubts(self) -> Iterator[Callable[[], None]]:
        sharing: defaultdict[tuple[str, str], list[FormDefinition]] = defaultdict(list)
        for slug in self._ledger.doubtful_forms():
            form = self._find(slug)
            if form is None:
                yield partial(self._give_up, slug, GONE)
            elif form.reference_in == "none":
                yield partial(self._give_up, slug, NO_REFERENCE, resend=_resends(form))
            elif key := self._key_of(form):
                sharing[form.channel_id.get_secret_value(), key].append(form)
            else:
                yield partial(self._give_up, slug, NO_KEY, resend=_resends(form))
        for (channel_id, key), forms in sharing.items():
            yield partial(self._look_up, forms, channel_id, key)

    def _closings(self) -> Iterator[Callable[[], None]]:
        sharing: defaultdict[str, list[FormDefinition]] = defaultdict(list)
        for slug in self._ledger.closed_forms():
            form = self._find(slug)
            if form and (key := self._key_of(form)):
                sharing[key].append(form)
        for key, forms in sharing.items():
            yield partial(self._ask_about_closed, forms, key)

    def _find(self, slug: str) -> FormDefinition | None:
        try:
            return self._catalog.get(slug)
        except UnknownFormError:
            return None

    def _key_of(self, form: FormDefinition) -> str | None:
        key = form.api_key or self._api_key
        return key.get_secret_value() if key else None

    def _give_up(self, slug: str, reason: str, *, resend: bool = False) -> None:
        self._tell(slug, self._ledger.give_up(slug, resend=resend, reason=reason))

    def _look_up(self, forms: Sequence[FormDefinition], channel_id: str, key: str) -> None:
        """Look at a channel, if it is time to, and follow what is to be seen there."""
        slugs = [form.slug for form in forms]
        asked_at = self._ledger.begin_lookup(slugs, owner=self._owner)
        if asked_at is None:
            return
        try:
            sightings = self._api.get_leads(key, channel_id)
        except LeadAPIError as error:
            _report_failure(forms, error)
            held = self._ledger.fail_lookup(slugs, reason=str(error))
            self._tell(", ".join(slugs), held)
            return
        for form in forms:
            moved = self._ledger.finish_lookup(
                form.slug,
                sightings,
                asked_at=asked_at,
                by=_fingerprint(form),
                resend=_resends(form),
            )
            self._tell(form.slug, moved)

    def _ask_about_closed(self, forms: Sequence[FormDefinition], key: str) -> None:
        """Open those of the closed forms whose channels take leads again."""
        try:
            channels = self._api.get_channels(key)
        except LeadAPIError as error:
            _report_failure(forms, error)
            channels = []
        for form in forms:
            channel = channel_of(form, channels)
            if channel and channel.no_auth_api:
                self._open(form.slug)
            else:
                self._ledger.stay_closed(form.slug)

    def _open(self, slug: str) -> None:
        # Somebody else may have been quicker.
        with suppress(RefusedTransitionError):
            self._ledger.resume(slug, actor=ACTOR, reason=OPEN_AGAIN)
            log.info("Form is open again", extra={"form": slug})

    def _tell(self, slug: str, moved: Sequence[str]) -> None:
        for id_ in moved:
            self._news.publish(id_)
            log.info("Doubt decided", extra={"form": slug, "submission": id_})


def _resends(form: FormDefinition) -> bool:
    return form.on_ambiguous == "resend"


def _fingerprint(form: FormDefinition) -> str:
    """Name the way of looking for a form's leads: their channel, and the place of the reference.

    That a reference came back from the notes of one channel says nothing about a property, nor
    about another channel. It is a digest, for the channel's id is a secret.
    """
    way = f"{form.channel_id.get_secret_value()}\n{form.reference_in}"
    return hashlib.sha256(way.encode()).hexdigest()[:DIGEST_LETTERS]


def _report_failure(forms: Sequence[FormDefinition], error: LeadAPIError) -> None:
    """Log that the lead API told nothing; a refused key tells nothing until a person mends it."""
    log.log(
        logging.ERROR if isinstance(error, RefusedKeyError) else logging.WARNING,
        "Lookup failed",
        extra={"forms": [form.slug for form in forms], "reason": str(error)},
    )
