"""The pages: forms, results, errors, health and the developers' preview."""

from leadframe.web.parts import Parts
from leadframe.web.register import register

__all__ = ["Parts", "register"]
