"""A stand-in for the lead API, with faults on demand, for developers and for tests."""

from leadframe.sandbox.channels import Channel
from leadframe.sandbox.modes import LookupMode, Mode
from leadframe.sandbox.server import Sandbox

__all__ = ["Channel", "LookupMode", "Mode", "Sandbox"]
