"""How a form looks: the [theme] of its channel file."""

from __future__ import annotations

from typing import Literal

from leadframe.channels.strict import Strict


class Theme(Strict):
    """How the form looks; each key changes tokens of the stylesheet and nothing else."""

    mode: Literal["auto", "light", "dark"] = "auto"
    radius: Literal["none", "small", "medium", "large"] = "medium"
    density: Literal["comfortable", "compact"] = "comfortable"
