"""The database under the ledger: SQLite or PostgreSQL, chosen by the URL."""

from leadframe.ledger.engine.database import Database, insert, open_database

__all__ = ["Database", "insert", "open_database"]
