"""Log lines for machines (JSON) or people (text), on standard error."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from leadframe.settings import Settings

# It is quicker to keep one than to have it made for every line.
ENCODER = json.JSONEncoder(default=str)
STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _extras(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in STANDARD}


class JsonFormatter(logging.Formatter):
    """One JSON object a line, times in ISO 8601 with offset."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON; an exception only by its type, for its text may tell."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        # In ASCII: other line ends and direction marks would be written as they are.
        return ENCODER.encode(line | _extras(record))


class TextFormatter(logging.Formatter):
    """One readable line: time, level, message, then what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; an exception only by its type, for its text may tell."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        extras = _extras(record)
        if record.exc_info and record.exc_info[0]:
            extras["error"] = record.exc_info[0].__name__
        tail = " ".join(f"{key}={value}" for key, value in extras.items() if value is not None)
        return _one_line(f"{at} {record.levelname.lower():7} {record.getMessage()} {tail}".rstrip())


def _one_line(text: str) -> str:
    """Spell out whatever would end the line, colour it or turn it around."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def configure(settings: Settings) -> None:
    """Send the records of our rooms to standard error, in the wanted format from a level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else TextFormatter())
    logger = logging.getLogger("leadframe")
    logger.handlers = [handler]
    logger.setLevel(settings.log_level.upper())
    logger.propagate = False
