"""The outcome of a submission, by its receipt: always what is true at this moment."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request

from leadframe.ledger import State
from leadframe.web.forms import open_visit
from leadframe.web.parts import parts
from leadframe.web.view_models import Result, ResultPage, result_of, spoken_reference

REFRESH_SECONDS = 1

blueprint = Blueprint("results", __name__)


@blueprint.get("/f/<slug>/sent/<receipt>", defaults={"embedded": False}, endpoint="outcome")
@blueprint.get("/f/<slug>/embed/sent/<receipt>", defaults={"embedded": True}, endpoint="outcome")
def show_result(slug: str, receipt: str, *, embedded: bool) -> Response:
    """Show what became of a submission; look again by itself while that is open.

    Inside a frame the first look always hops on: Chromium takes a frame's new, smaller height
    only across a page that does not opt in to `frame-sizing`, and only once it was laid out
    (measured on a busy machine: 7 of 10 at 0 s, 10 of 10 at 1 s).
    """
    visit = open_visit(slug, embedded=embedded)
    submission = parts().receipts.read(slug, receipt)
    snapshot = parts().ledger.find(submission) if submission else None
    if snapshot is None or snapshot.state is State.WITHDRAWN:
        abort(404)
    looks = request.args.get("look", 0, type=int)
    address = visit.result_address(receipt, look=looks + 1)
    page = ResultPage(
        visit=visit,
        result=result_of(snapshot, refreshes=looks, closed=parts().closings.is_closed(slug)),
        reference=spoken_reference(snapshot.id),
        created_at=snapshot.created_at,
        look_again_address=address,
    )
    hops = embedded and looks == 0
    response = make_response(render_template("result.html", page=page, hops=hops))
    if hops or page.result is Result.SENDING:
        response.headers["Refresh"] = f"{REFRESH_SECONDS};url={address}"
    return response
