"""An uploaded version of a list: stored, and read in the background; for the page and the API alike."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core import files, jobs
from core.actor import signed_in
from core.errors import Invalid
from core.i18n import N_
from screening.watchlists import deliveries, keeping, service
from screening.watchlists import jobs as work
from screening.watchlists.forms import LARGEST_UPLOAD
from screening.watchlists.models import Delivery, Watchlist
from screening.watchlists.states import Channel


def received(watchlist: Watchlist, paper: Any, form: str | None, published_on: date | None) -> Delivery:
    """Store an uploaded file (`paper` as Flask gives it) and have it read. Raises Invalid, TooLarge and Conflict."""
    with TemporaryDirectory(prefix="fairgate-list-") as folder:
        path = Path(folder) / files.plain_name(paper.filename or "list")
        paper.save(path)
        size = path.stat().st_size
        if not size:
            message = N_("The file is empty. Choose another one.")
            raise Invalid("file-empty", message, {"paper": message})
        if size > LARGEST_UPLOAD:
            raise keeping.too_large(LARGEST_UPLOAD)
        digest = service.hash_of([path])
        came = deliveries.Came(Channel.UPLOAD, path.name, form, digest, size, published_on, [path])
        delivery = deliveries.receive(watchlist, came, by=signed_in())
    jobs.defer(work.read, delivery_id=str(delivery.id))
    return delivery
