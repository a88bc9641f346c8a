from __future__ import annotations

from hypothesis import settings

# A locale's first use reads files, which says nothing about the code.
settings.register_profile("forms", deadline=None)
settings.load_profile("forms")
