"""Leadframe: lead forms without JavaScript."""

import logging

# Nothing is printed unless a command asks for logs (`leadframe.logs.configure`).
logging.getLogger(__name__).addHandler(logging.NullHandler())
