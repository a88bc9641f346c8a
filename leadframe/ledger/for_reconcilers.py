"""The ledger as reconcilers use it: what is in doubt, and what lookups tell of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select

from leadframe.ledger import due, form_state, lookups, reading, transitions
from leadframe.ledger.base import LedgerBase
from leadframe.ledger.lookups import Lookup
from leadframe.ledger.values import Sightings

HAS_WORK = select(
    or_(
        reading.EXPIRED.exists(),
        due.FORMS_TO_LOOK_UP.exists(),
        form_state.CLOSED_FORMS.exists(),
    )
)


class ForReconcilers(LedgerBase):
    """Decides about submissions that may be at the lead API, and about forms that are closed."""

    def has_work(self) -> bool:
        """Say whether anything below may find something to do: one question, asked all day."""
        with self._database.reading() as connection:
            now = self._moment(connection).now
            return bool(connection.execute(HAS_WORK, {"now": now}).scalar_one())

    def sweep(self) -> int:
        """Take over the attempts whose couriers did not come back; return how many they were."""
        with self._database.reading() as connection:
            now = self._moment(connection).now
            if not reading.expired(connection, now=now):
                return 0
        return self._write(transitions.expire)

    def doubtful_forms(self) -> list[str]:
        """Name the forms with unconfirmed submissions, or with one that can verify the lookup."""
        with self._database.reading() as connection:
            now = self._moment(connection).now
            return list(connection.execute(due.FORMS_TO_LOOK_UP, {"now": now}).scalars())

    def give_up(self, slug: str, *, resend: bool, reason: str) -> list[str]:
        """Decide about a form's unconfirmed submissions that no lookup can decide.

        They are held for a person, or sent again, which may create a second lead.

        Args:
            slug: the form.
            resend: whether they are sent again.
            reason: why no lookup can tell, for the audit trail.

        Returns:
            The ids of those that moved.
        """
        return self._write(
            lambda connection, moment: lookups.give_up(
                connection, slug, reason, moment, resend=resend
            )
        )

    def begin_lookup(self, slugs: Collection[str], *, owner: str) -> float | None:
        """Take on the lookup of forms that share a channel.

        Returns:
            The Unix time that the lookup counts from, for `finish_lookup`; None if nothing is
            due, or if another reconciler has it.
        """
        with self._database.reading() as connection:
            now = self._moment(connection).now
            if not reading.has_due_lookup(connection, slugs, now=now):
                return None
        return self._write(
            lambda connection, moment: lookups.begin(connection, slugs, owner, moment)
        )

    def finish_lookup(
        self, slug: str, sightings: Sightings, *, asked_at: float, by: str, resend: bool
    ) -> list[str]:
        """Follow what a lookup showed of a form's submissions.

        What it shows is delivered. What it does not show is queued again once that is proved to
        mean that it never arrived, and held where it can never be proved (ledger.md, 8 to 10).

        Args:
            slug: the form.
            sightings: what was seen of its channel.
            asked_at: what `begin_lookup` returned.
            by: fingerprints the way of looking: absence is believed only of one that has shown
                a lead known to be there.
            resend: whether what cannot be decided is sent again instead of held.

        Returns:
            The ids of those that moved.
        """
        lookup = Lookup(sightings=sightings, asked_at=asked_at, by=by, resend=resend)
        return self._write(
            lambda connection, moment: lookups.finish(connection, slug, lookup, moment)
        )

    def fail_lookup(self, slugs: Collection[str], *, reason: str) -> list[str]:
        """Take note that a lookup told nothing; the next one waits longer.

        Returns:
            The ids of those that were in doubt for too long, and are held now.
        """
        return self._write(
            lambda connection, moment: lookups.fail(connection, slugs, reason, moment)
        )

    def closed_forms(self) -> list[str]:
        """Name the closed forms that may be asked about again."""
        with self._database.reading() as connection:
            now = self._moment(connection).now
            return list(connection.execute(form_state.CLOSED_FORMS, {"now": now}).scalars())

    def stay_closed(self, slug: str) -> None:
        """Take note that a closed form must stay so, and wait longer before asking again."""
        self._write(lambda connection, moment: form_state.stay_closed(connection, slug, moment))
