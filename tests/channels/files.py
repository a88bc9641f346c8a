"""Channel files for tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from leadframe.channels import FormDefinition
from leadframe.channels.fields import FieldDefinition
from leadframe.channels.files import WatchedFiles
from leadframe.channels.loading import load_form
from leadframe.errors import ChannelFileError

CHANNEL = "00000000-0000-4000-8000-000000000001"
PROPERTY = "11111111-2222-3333-4444-555555555555"
OTHER_PROPERTY = "22222222-2222-3333-4444-555555555555"
HEAD = f'channel_id = "{CHANNEL}"\ntitle = "Talk to us"\n'


def write(folder: Path, slug: str, content: str) -> Path:
    """Write a channel file in one step, as a careful editor does."""
    path = folder / f"{slug}.toml"
    draft = folder / f".{slug}.draft"
    draft.write_text(content, encoding="utf-8")
    return draft.replace(path)


def load(path: Path, environment: Mapping[str, str] | None = None) -> FormDefinition:
    return load_form(path, environment=environment or {}, files=WatchedFiles())


def faults_of(path: Path, environment: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(ChannelFileError) as refused:
        load(path, environment)
    assert refused.value.file == path.name
    assert all("\n" not in fault for fault in refused.value.faults)
    return refused.value.faults


def form(**values: Any) -> FormDefinition:
    """Return a form made of Python values, as the loader would hand them over."""
    given = {"slug": "acme", "version": "1", "channel_id": CHANNEL, "title": "Talk to us"}
    return FormDefinition.model_validate({**given, **values})


def form_with(*fields: object) -> FormDefinition:
    return form(field=fields)


def field(**values: Any) -> FieldDefinition:
    return form_with(values).fields[0]


def custom(**values: Any) -> FieldDefinition:
    return field(**{"property": PROPERTY, "label": "Label", **values})


def refusal_of(**values: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        field(**values)
    return str(refused.value.errors()[0]["msg"])


def custom_refusal_of(**values: Any) -> str:
    return refusal_of(**{"property": PROPERTY, "label": "Label", **values})


def touch_later(path: Path) -> None:
    """Make a file look changed, however coarse the clock of its file system is."""
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))
