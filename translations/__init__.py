"""The catalogs of our own words: collected from the sources, merged, compiled.

`translations/<language>/LC_MESSAGES/messages.po` holds nothing that changes by itself: no date,
no line number, no name. What stands at its head as a comment is the translators' own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "gettext_noop": None}
# A comment that starts so is for the translators of the message below it.
FOR_TRANSLATORS = "Translators:"
HEADER = """\
{comment}
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
# A compiled catalog says when its template was made; this way it is the same on every machine.
NO_DATE = datetime.fromtimestamp(0, UTC)


def catalog_files() -> list[Path]:
    """Return the file of each language, sorted."""
    return sorted(HERE.glob("*/LC_MESSAGES/messages.po"))


def collect() -> Catalog:
    """Return every message of the sources, as babel.cfg says where they are."""
    with (HERE.parent / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        HERE.parent,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=[FOR_TRANSLATORS],
        strip_comment_tags=True,
    )
    template = Catalog()
    for _file, _line, message, comments, context in found:
        template.add(message, auto_comments=comments, context=context)
    return template


def read(file: Path) -> Catalog:
    """Return a catalog as its file has it."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parts[-3])


def merged(file: Path, template: Catalog) -> str:
    """Return the text of a catalog's file with every message of the template and no other.

    What is new is empty; nothing is guessed from what looks alike.
    """
    catalog = read(file)
    comment = catalog.header_comment
    catalog.update(template, no_fuzzy_matching=True)
    messages = BytesIO()
    write_po(
        messages,
        catalog,
        width=0,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    header = HEADER.format(
        comment=comment, language=catalog.locale_identifier, plural_forms=catalog.plural_forms
    )
    return f"{header}{messages.getvalue().decode().strip()}\n"


def compiled(file: Path) -> bytes:
    """Return what gettext reads instead of the catalog."""
    catalog = read(file)
    catalog.creation_date = NO_DATE
    machine_readable = BytesIO()
    write_mo(machine_readable, catalog)
    return machine_readable.getvalue()
