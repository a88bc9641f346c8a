"""Every state that a visitor can find a page in: each function leads a browser there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.audit.scenes import Scene, SceneName
from tests.audit.views import View
from tests.pages import Page
from tests.web.world import ledger_gone

# The sandbox does as these addresses say.
ACCEPTED = "ada@example.com"
REFUSED = "sandbox+400@example.com"
IN_DOUBT = "sandbox+500@example.com"
# Of a domain that gives addresses away for a while: doubtful, together with a program's name.
THROWN_AWAY = "ada@mailinator.com"
FAR_TOO_LONG = "x" * 300_000

Way = Callable[[Scene, View], Page]


def form(scene: Scene, view: View) -> Page:
    layout = "/embed" if view.framed else ""
    return scene.browser(view.language).get(f"/f/{view.slug}{layout}?lang={view.language}")


def errors(scene: Scene, view: View) -> Page:
    return form(scene, view).press()


def stale(scene: Scene, view: View) -> Page:
    """Send a token that is not ours; the page is that of one that is too old."""
    return filled(form(scene, view), email=ACCEPTED).fill(token="old").press()


def not_stored(scene: Scene, view: View) -> Page:
    page = complete(form(scene, view), email=ACCEPTED)
    with ledger_gone(scene.site):
        return page.press()


def not_let_in(scene: Scene, view: View) -> Page:
    return complete(form(scene, view), email=ACCEPTED).press()


def step(scene: Scene, view: View) -> Page:
    return filled(form(scene, view), email=ACCEPTED).press()


def step_errors(scene: Scene, view: View) -> Page:
    return step(scene, view).press()


def check(scene: Scene, view: View) -> Page:
    return complete(form(scene, view), email=ACCEPTED)


def confirm(scene: Scene, view: View) -> Page:
    return complete(form(scene, view), email=THROWN_AWAY).press()


def sending(scene: Scene, view: View) -> Page:
    found = complete(form(scene, view), email=ACCEPTED).send()
    return found.refreshed() if view.framed else found


def outcome(email: str) -> Way:
    """Return the way to the last page of a lead with that address."""

    def lead_there(scene: Scene, view: View) -> Page:
        found = complete(form(scene, view), email=email).send()
        scene.site.attempted(found.reference)
        return found.browser.get(found.url).settled()

    return lead_there


def not_found(scene: Scene, view: View) -> Page:
    return scene.browser(view.language).get("/f/no-such-form")


def wrong_method(scene: Scene, view: View) -> Page:
    return scene.browser(view.language).post("/healthz")


def unreadable(scene: Scene, view: View) -> Page:
    browser = scene.browser(view.language)
    return browser.send_bytes("/f/contact", b"", content_type="text/plain")


def too_long(scene: Scene, view: View) -> Page:
    return scene.browser(view.language).post("/f/contact", {"notes": FAR_TOO_LONG})


def unavailable(scene: Scene, view: View) -> Page:
    browser = scene.browser(view.language)
    sent = filled(browser.get("/f/contact"), email=ACCEPTED).press()
    with ledger_gone(scene.site):
        return browser.follow(sent)


def complete(page: Page, *, email: str) -> Page:
    """Fill in a form, with all its steps, up to the button that sends it."""
    page = filled(page, email=email)
    while page.is_step:
        page = filled(page.press(), email=email)
    return page


def filled(page: Page, *, email: str) -> Page:
    """Fill in what any form cannot do without, and tick all there is to tick."""
    answers: dict[str, str | list[str]] = {}
    for control in page.form.iter():
        name, kind = control.get("name", ""), control.get("type")
        if kind == "email":
            answers[name] = email
        elif kind == "radio":
            answers[name] = control.get("value", "")
        elif kind == "checkbox":
            answers[name] = [*answers.get(name, []), control.get("value", "")]
        elif kind == "text" and isinstance(answers.get(name), list):
            # What is written beside "Other".
            answers[name] = [*answers[name], "Ada"]
        elif "required" in control.attrib:
            answers[name] = _any_answer(control)
    return page.fill(**answers)


def _any_answer(control: Element) -> str:
    options = list(control.iter("option"))
    return options[-1].get("value", "") if options else "Ada"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a page.

    Attributes:
        way: leads there.
        status: that of its answer.
        scene: where it is found.
        has_form: whether it is a page of a form, and so comes in its languages and layouts.
        has_steps: whether only forms in steps have it.
    """

    way: Way
    status: int = 200
    scene: SceneName = "open"
    has_form: bool = True
    has_steps: bool = False


STATES: dict[str, State] = {
    "form": State(way=form),
    "errors": State(way=errors, status=422),
    "step": State(way=step, has_steps=True),
    "step-errors": State(way=step_errors, status=422, has_steps=True),
    "check": State(way=check, has_steps=True),
    "confirm": State(way=confirm, status=422, scene="waiting"),
    "stale": State(way=stale, status=422),
    "not-stored": State(way=not_stored, status=503),
    "not-let-in": State(way=not_let_in, status=429, scene="full"),
    "sending": State(way=sending, scene="waiting"),
    "delivered": State(way=outcome(ACCEPTED)),
    "received": State(way=outcome(IN_DOUBT)),
    "refused": State(way=outcome(REFUSED)),
    "closed": State(way=form, status=503, scene="closed"),
    "not-found": State(way=not_found, status=404, has_form=False),
    "wrong-method": State(way=wrong_method, status=405, has_form=False),
    "too-long": State(way=too_long, status=413, has_form=False),
    "unreadable": State(way=unreadable, status=415, has_form=False),
    "unavailable": State(way=unavailable, status=503, has_form=False),
}
