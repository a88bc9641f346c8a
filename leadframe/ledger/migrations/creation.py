"""Makes the tables of a new ledger as they are now, whatever their history."""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table

from leadframe.ledger.tables import WHERE, metadata

# As Alembic makes it, which goes on from there.
version_table = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def create(connection: Connection, *, version: str) -> None:
    """Make all tables, and write down which version they are."""
    _say_conditions(connection.dialect.name)
    # Where one is there already that should not be, this fails as the history would.
    version_table.create(connection)
    metadata.create_all(connection, checkfirst=False)
    connection.execute(version_table.insert().values(version_num=version))


def _say_conditions(dialect: str) -> None:
    """Tell the indexes their conditions in the words that SQLAlchemy has for each database."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if WHERE in index.info:
                index.dialect_kwargs[f"{dialect}_where"] = index.info[WHERE]
