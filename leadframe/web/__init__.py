"""The pages: forms, results, errors, health and the developers' preview."""

from leadframe.web.parts import Parts
from leadframe.web.preview import Preview, register_preview
from leadframe.web.register import register

__all__ = ["Parts", "Preview", "register", "register_preview"]
