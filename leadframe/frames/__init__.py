"""Forms in the pages of partners: how high their frames must be, and what partners paste."""

from leadframe.frames.look import THEMES, Look, Theme
from leadframe.frames.snippet import snippet_of

__all__ = ["THEMES", "Look", "Theme", "snippet_of"]
