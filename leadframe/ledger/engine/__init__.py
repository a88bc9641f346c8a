"""The database under the ledger: SQLite or PostgreSQL, chosen by the URL."""

from leadframe.ledger.engine.database import Database, insert, open_database
from leadframe.ledger.engine.insertion import Insertion

__all__ = ["Database", "Insertion", "insert", "open_database"]
