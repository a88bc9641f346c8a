"""The page of an outcome, worked out beforehand so that its template needs no logic of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from flask_babel import gettext, lazy_gettext

from forms.moments import tell_datetime
from forms.words import ours
from leadframe.channels.model import Thanks
from leadframe.languages import Words, locale_of
from leadframe.ledger import Snapshot, State
from leadframe.web.visits import Visit

# How often the result page asks again before it says "received": about five seconds.
MOST_REFRESHES = 5
GROUP = 4


class Result(StrEnum):
    """What a visitor can be told of a submission."""

    SENDING = "sending"
    DELIVERED = "delivered"
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What became of a submission."""

    visit: Visit
    result: Result
    reference: str
    created_at: float
    look_again_address: str

    @property
    def document_title(self) -> str:
        """The heading, then the form it belongs to."""
        return f"{self.heading} – {self.visit.title}"  # noqa: RUF001 - a title's dash

    @property
    def heading(self) -> Words:
        """The outcome in two or three words."""
        if self.result is Result.DELIVERED:
            own = self.visit.say(self._thanks.title)
            return own or ours(gettext("Thank you"))
        return ours(str(HEADINGS[self.result]))

    @property
    def message(self) -> Words:
        """The outcome in a sentence that is true at this moment."""
        if self.result is Result.DELIVERED:
            own = self.visit.say(self._thanks.message)
            return own or ours(gettext("Your message has arrived."))
        return ours(str(MESSAGES[self.result]))

    @property
    def next(self) -> Words:
        """What happens next; the form's own words are for a lead that has arrived."""
        if self.result is Result.DELIVERED and (own := self.visit.say(self._thanks.next)):
            return own
        return ours(str(NEXT)) if self.result in {Result.DELIVERED, Result.RECEIVED} else Words("")

    @property
    def received_at(self) -> datetime | None:
        """When the lead was stored, in UTC, once nothing is under way."""
        if self.result is Result.SENDING:
            return None
        return datetime.fromtimestamp(self.created_at, UTC)

    @property
    def received(self) -> str:
        """The same in words; the page names the zone, for nobody knows the visitor's own."""
        if not self.received_at:
            return ""
        locale = locale_of(self.visit.language, self.visit.definition.default_region)
        return tell_datetime(self.received_at, locale)

    @property
    def continue_url(self) -> str | None:
        """Where the visitor may go on to, once the lead is safe."""
        return None if self.result is Result.SENDING else self._thanks.continue_url

    @property
    def _thanks(self) -> Thanks:
        return self.visit.definition.thanks


NEXT = lazy_gettext("If you get in touch about it, mention the reference.")
HEADINGS = {
    Result.SENDING: lazy_gettext("Sending…"),
    Result.RECEIVED: lazy_gettext("We have your message"),
    Result.REFUSED: lazy_gettext("We could not pass your message on"),
}
MESSAGES = {
    Result.SENDING: lazy_gettext("This takes a moment. The page looks again by itself."),
    Result.RECEIVED: lazy_gettext(
        "It is stored safely and will be passed on as soon as possible."
        " You do not need to send it again."
    ),
    Result.REFUSED: lazy_gettext(
        "We have kept what you wrote and will look into it."
        " Please do not send it again; if it is urgent, get in touch another way"
        " and mention the reference."
    ),
}


def result_of(snapshot: Snapshot, *, refreshes: int, closed: bool) -> Result:
    """Say what a visitor is told of a submission.

    Args:
        snapshot: the submission at this moment.
        refreshes: how often the visitor has looked at it.
        closed: whether its form is closed, so that nothing is under way until an operator acts.
    """
    if snapshot.state is State.DELIVERED:
        return Result.DELIVERED
    if snapshot.state is State.DEAD:
        return Result.REFUSED
    # What looks like spam looks to its sender like a lead whose turn has not come.
    waits_its_turn = snapshot.state in {State.QUEUED, State.QUARANTINED} and snapshot.tries == 0
    under_way = snapshot.state is State.SENDING or waits_its_turn
    waits = under_way and not closed and refreshes < MOST_REFRESHES
    return Result.SENDING if waits else Result.RECEIVED


def spoken_reference(submission_id: str) -> str:
    """Group a submission id for reading it out: `ABCD EFGH JKLM NPQR`."""
    parts = [submission_id[i : i + GROUP] for i in range(0, len(submission_id), GROUP)]
    return " ".join(parts)
