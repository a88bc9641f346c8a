"""The environment, read once into one frozen, typed object."""

from leadframe.settings.environment import PREFIX, SECRETS, read_settings
from leadframe.settings.values import Settings

__all__ = ["PREFIX", "SECRETS", "Settings", "read_settings"]
