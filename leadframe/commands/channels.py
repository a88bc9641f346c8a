"""`leadframe channels`: the forms."""

from __future__ import annotations

from collections.abc import Iterator

import click

from leadframe.channels import Catalog, FormDefinition
from leadframe.commands.wiring import EXIT_FAULT, Wiring, pass_wiring, takes_reason
from leadframe.delivery import lead_api
from leadframe.delivery.check import Finding, check_forms
from leadframe.errors import SettingsError
from leadframe.frames import THEMES, Look, Theme, snippet_of
from leadframe.settings import Settings


@click.group()
def channels() -> None:
    """List the forms, check their files, print what partners paste, open what was closed."""


@channels.command(name="list")
@pass_wiring
def list_forms(wiring: Wiring) -> None:
    """List every form with its title, a tab between them.

    What is left out because its file cannot be used, `leadframe channels check` tells.
    """
    catalog = wiring.catalog(wiring.unsigned_settings())
    for slug in catalog.slugs():
        form = catalog.get(slug)
        click.echo(f"{slug}\t{form.title.in_language(form.languages[0], fallback='')}")
    if faults := catalog.faults():
        click.echo(f"{len(faults)} left out: see `leadframe channels check`", err=True)


@channels.command()
@click.argument("slug", required=False)
@pass_wiring
@click.pass_context
def check(context: click.Context, wiring: Wiring, *, slug: str | None) -> None:
    """Check all channel files, or one form's; against the lead API too where a key is set.

    Exits with 1 if there is anything to mend.
    """
    settings = wiring.unsigned_settings()
    catalog = wiring.catalog(settings)
    findings = list(_findings(catalog, settings, slug))
    for finding in findings:
        click.echo(finding.text if finding.is_fault else f"Note: {finding.text}", err=True)
    to_mend = sum(finding.is_fault for finding in findings)
    click.echo(f"{len(_chosen(catalog, slug))} usable, {to_mend} to mend")
    context.exit(EXIT_FAULT if to_mend else 0)


@channels.command()
@click.argument("slug")
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    help="How it looks there, if not as the channel file says; auto: as the partner's page does.",
)
@click.option(
    "--lang", "language", help="Its language there; otherwise the visitor's browser chooses."
)
@pass_wiring
def embed(wiring: Wiring, *, slug: str, theme: Theme | None, language: str | None) -> None:
    """Print the snippet that frames a form in a partner's page.

    It holds the address in LEADFRAME_PUBLIC_URL, which must be set.
    """
    settings = wiring.unsigned_settings()
    if not settings.public_url:
        raise SettingsError("LEADFRAME_PUBLIC_URL is not set: partners need the public address")
    form = wiring.catalog(settings).get(slug)
    if language not in {None, *form.languages}:
        raise click.BadParameter(f"the form is in {', '.join(form.languages)}", param_hint="--lang")
    if not form.embed.origins:
        click.echo(f"{slug}.toml: [embed] origins is empty, so no page may frame it", err=True)
    look = Look(theme=theme or form.theme.mode, language=language)
    with wiring.words():
        click.echo(snippet_of(form, settings.public_url, look), nl=False)


@channels.command()
@click.argument("slug")
@takes_reason
@pass_wiring
def resume(wiring: Wiring, *, slug: str, reason: str) -> None:
    """Open a form that the lead API refused; a single lead tries first.

    Of the settings only LEADFRAME_DATABASE_URL matters here.
    """
    with wiring.ledger() as ledger:
        ledger.resume(slug, actor=wiring.operator(), reason=reason)
    click.echo(f"{slug} is open")


def _findings(catalog: Catalog, settings: Settings, slug: str | None) -> Iterator[Finding]:
    """Yield what is wrong with all forms, or with one.

    Raises:
        UnknownFormError: there is no file for that one.
    """
    faults = [one for one in catalog.faults() if slug in {None, one.file.removesuffix(".toml")}]
    for fault in faults:
        yield from (Finding(line) for line in str(fault).splitlines())
    if slug and not faults:
        catalog.get(slug)
    forms, get_channels = _chosen(catalog, slug), lead_api(settings).get_channels
    yield from check_forms(forms, api_key=settings.api_key, get_channels=get_channels)


def _chosen(catalog: Catalog, slug: str | None) -> list[FormDefinition]:
    return [catalog.get(name) for name in catalog.slugs() if slug in {None, name}]
