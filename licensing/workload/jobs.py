"""Jobs of the officers' desk."""

from core import jobs
from licensing.workload import service


@jobs.job("licensing.workload.forget", schedule="25 * * * *")
def forget() -> None:
    """Delete who was in a case an hour ago, and views deleted a day ago. Idempotent."""
    service.forget()
