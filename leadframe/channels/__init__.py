"""Channel files: their model, their loading and their hot reload."""

from leadframe.channels.catalog import LOOK_SECONDS, Catalog
from leadframe.channels.model import FormDefinition
from leadframe.channels.text import Text

__all__ = ["LOOK_SECONDS", "Catalog", "FormDefinition", "Text"]
