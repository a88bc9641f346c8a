"""The start of the `leadframe` command."""

from __future__ import annotations

import gc


def main() -> None:
    """Load the program and run it, with the process's own arguments."""
    # What is loaded is there to stay. To look through it for garbage, again and again while it
    # grows, takes a fifth of a start; later it would keep requests waiting.
    gc.disable()
    from app import main as run  # noqa: PLC0415 - what this is about

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
