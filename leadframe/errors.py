"""The error family: each class is named for its situation, and its message is for a person."""

from __future__ import annotations

from typing import Any, Self


class LeadframeError(Exception):
    """Something Leadframe can name went wrong."""


class SettingsError(LeadframeError):
    """A setting in the environment cannot be used."""


class ChannelFileError(LeadframeError):
    """A channel file cannot be used.

    Args:
        file: the file's name, without its folder.
        faults: one line for each fault, naming the key and the remedy.
    """

    def __init__(self, file: str, faults: list[str]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


class UnreadableFileError(LeadframeError):
    """A file cannot be read; the message says why, to follow the file's name."""


class UnwritableFileError(LeadframeError):
    """A file cannot be written; the message names it and says why."""


class ListenError(LeadframeError):
    """An address cannot be listened on."""

    @classmethod
    def at(cls, host: str, port: int, error: OSError) -> Self:
        """Return the error for an address, in the system's words."""
        # Python adds the address to them, which is there already.
        words = (error.strerror or str(error)).partition(" (while")[0]
        return cls(f"cannot listen on {host}:{port}: {words}")


class UnknownFormError(LeadframeError):
    """No form goes by that slug."""


class LedgerUnavailableError(LeadframeError):
    """The ledger cannot store or answer now: nothing was changed."""


class UnknownSubmissionError(LeadframeError):
    """No submission goes by that id or reference."""


class UnreadableSubmissionError(LeadframeError):
    """A submission is encrypted, and none of the keys opens it."""


class RefusedTransitionError(LeadframeError):
    """A submission's state does not allow what was asked."""


class InvalidTokenError(LeadframeError):
    """A form token was not signed by us for this form."""


class ExpiredTokenError(LeadframeError):
    """A form token is ours, but too old.

    Args:
        token: what the token said, so that the next one can follow it.
    """

    def __init__(self, token: Any) -> None:
        self.token = token
        super().__init__("the form token is too old")


class TooManyAnswersError(LeadframeError):
    """What was written in the steps of a form is more than a page can carry on."""


class UnreadableError(LeadframeError):
    """What a visitor typed cannot be what its field asks for; the message says what to type."""


class OverLimitError(LeadframeError):
    """More was sent than a limit lets in: nothing was stored.

    Args:
        scope: what the limit holds for, by its name in `rates.Rates`.
        wait_seconds: in how many seconds there is room again.
    """

    def __init__(self, scope: str, *, wait_seconds: int) -> None:
        self.scope = scope
        self.wait_seconds = wait_seconds
        super().__init__(f"over the limit of the {scope} for {wait_seconds} seconds")


class CountsUnavailableError(LeadframeError):
    """The storage of the rate limits' counts does not answer; the message names its error."""


class LeadAPIError(LeadframeError):
    """The lead API gave no answer that can be used."""


class UnreachableLeadAPIError(LeadAPIError):
    """No answer came: no connection, or it broke off, or it took too long."""


class MissedGateError(LeadAPIError):
    """A request was ready too late to be sent safely, so nothing of it was."""


class RefusedKeyError(LeadAPIError):
    """The lead API does not take the API key."""


class UnreadableAnswerError(LeadAPIError):
    """The lead API's answer is not what its reference promises."""
