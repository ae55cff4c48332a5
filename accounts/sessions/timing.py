"""How long a session lasts (security.md 3.6)."""

from datetime import timedelta

from accounts.permissions import Kind

ABSOLUTE = timedelta(hours=12)
# After so long without a request a session ends (security.md 3.6).
IDLE = {Kind.REGULATOR: timedelta(minutes=30)}
IDLE_ELSE = timedelta(hours=1)
