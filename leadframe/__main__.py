"""The start of the `leadframe` command."""

from __future__ import annotations

import gc


def main() -> None:
    """Load the program and run it, with the process's own arguments."""
    # What is loaded is there to stay: to look through it for garbage, again and again while it
    # grows and then in the midst of requests, would be a fifth of a start.
    gc.disable()
    from app import main as run  # noqa: PLC0415 - what this is about

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
