"""The picture gallery of the docs: made by a script, and held to what the pages are now."""
