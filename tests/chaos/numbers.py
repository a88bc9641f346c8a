"""The ledger's numbers for a run of minutes: about 1/40 of the defaults, with their relations kept.

What a run tells of the defaults rests on these relations (docs/delivery.md, What remains
possible); each is named beside the number that must keep it.
"""

from __future__ import annotations

DEADLINE_SECONDS = 0.8
LEASE_SECONDS = 2.0
QUARANTINE_SECONDS = 3.0
BUSY_SECONDS = 5.0

# A courier that is frozen for longer than its lease finds that its claim was taken for doubtful.
# Frozen for longer than lease and quarantine together, between its gate and the first byte, it
# might send twice: that is what remains possible, and not what is tried here.
FREEZE_SECONDS = (LEASE_SECONDS + 0.5, LEASE_SECONDS + QUARANTINE_SECONDS - 1.0)
# The lead API may create a lead after our deadline, but within the quarantine that follows it.
LATE_SECONDS = 1.2
# It may show a lead late, but within the quarantine; the ledger learns of a lag that it has seen.
STALE_SECONDS = 1.0

SETTINGS = {
    "CONNECT_SECONDS": "0.3",
    "DEADLINE_SECONDS": str(DEADLINE_SECONDS),
    "SEND_GATE_SECONDS": "0.5",
    # More than the gate, connecting and the deadline together, or the settings are refused.
    "LEASE_SECONDS": str(LEASE_SECONDS),
    "QUARANTINE_SECONDS": str(QUARANTINE_SECONDS),
    "LOOKUP_SECONDS": "0.1,0.5,1,2",
    "ABSENT_GAP_SECONDS": "0.6",
    # All share one clock, which the lead API rounds to milliseconds. With the default of two
    # minutes a flood of some dozens of leads a second would leave nothing in sight of a lookup.
    "CLOCK_SKEW_SECONDS": "0.05",
    "BACKOFF_SECONDS": "0.1",
    "BACKOFF_MAX_SECONDS": "1",
    # Nothing dies of bad luck here: what is dead at the end was refused.
    "MAX_TRIES": "1000",
    "BREAKER_PAUSE_SECONDS": "0.3",
    "BREAKER_PAUSE_MAX_SECONDS": "2",
    # The visitors do not wait for the outcome: many arrive in a short time.
    "WAIT_SECONDS": "0",
    # And all from one address.
    "RATE_LIMIT": "off",
}
