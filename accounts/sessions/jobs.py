"""Jobs of sessions: failed sign-ins are forgotten when they no longer slow anybody down."""

from accounts.sessions import service
from core import jobs


@jobs.job("accounts.sessions.forget_failures", schedule="40 * * * *")
def forget_failures() -> None:
    """Delete failed sign-ins that count for nothing any more. Idempotent."""
    service.forget_failures()
