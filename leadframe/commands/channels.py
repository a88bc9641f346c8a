"""`leadframe channels`: the forms."""

from __future__ import annotations

from collections.abc import Iterator

import click

from leadframe.channels import Catalog, FormDefinition
from leadframe.channels.snippet import snippet_of
from leadframe.commands.wiring import EXIT_FAULT, Wiring, pass_wiring
from leadframe.delivery import lead_api
from leadframe.delivery.check import faults_at_the_api
from leadframe.errors import LeadAPIError, SettingsError
from leadframe.settings import Settings


@click.group()
def channels() -> None:
    """List the forms, check their files, print what partners paste."""


@channels.command(name="list")
@pass_wiring
def list_forms(wiring: Wiring) -> None:
    """List every form with its title."""
    catalog = _catalog(wiring, wiring.settings())
    for slug in catalog.slugs():
        form = catalog.get(slug)
        click.echo(f"{slug}\t{form.title.in_language(form.languages[0], fallback='')}")


@channels.command()
@click.argument("slug", required=False)
@pass_wiring
@click.pass_context
def check(context: click.Context, wiring: Wiring, *, slug: str | None) -> None:
    """Check all channel files, or one form's; against the lead API too where a key is set."""
    settings = wiring.settings()
    catalog = _catalog(wiring, settings)
    faults = [
        line
        for fault in catalog.faults()
        for line in str(fault).splitlines()
        if slug in {None, fault.file.removesuffix(".toml")}
    ]
    forms = [catalog.get(name) for name in catalog.slugs() if slug in {None, name}]
    if slug and not forms and not faults:
        catalog.get(slug)
    for form in forms:
        faults += _ask_the_api(form, settings)
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{len(forms)} checked, {len(faults)} to mend")
    context.exit(EXIT_FAULT if faults else 0)


@channels.command()
@click.argument("slug")
@pass_wiring
def embed(wiring: Wiring, *, slug: str) -> None:
    """Print the snippet that frames a form in a partner's page."""
    settings = wiring.settings()
    if not settings.public_url:
        raise SettingsError("LEADFRAME_PUBLIC_URL is not set: partners need the public address")
    form = _catalog(wiring, settings).get(slug)
    if not form.embed.origins:
        click.echo(f"{slug}.toml: [embed] origins is empty, so no page may frame it", err=True)
    click.echo(snippet_of(form, settings.public_url), nl=False)


def _catalog(wiring: Wiring, settings: Settings) -> Catalog:
    return Catalog(settings.channels_dir, environment=wiring.environment)


def _ask_the_api(form: FormDefinition, settings: Settings) -> Iterator[str]:
    """Yield what the lead API says against a form; nothing when there is no key to ask with."""
    key = form.api_key or settings.api_key
    if key is None:
        return
    try:
        known = lead_api(settings).get_channels(key.get_secret_value())
    except LeadAPIError as error:
        yield f"{form.slug}.toml: {error}"
        return
    for fault in faults_at_the_api(form, known):
        yield f"{form.slug}.toml: {fault}"
