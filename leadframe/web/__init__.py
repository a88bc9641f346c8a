"""The pages: forms, results, errors and health; the developers' preview is loaded by itself."""

from leadframe.web.parts import Parts
from leadframe.web.register import register

__all__ = ["Parts", "register"]
