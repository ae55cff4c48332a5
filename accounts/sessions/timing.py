"""How long a session lasts."""

from datetime import timedelta

from accounts.permissions import Kind

ABSOLUTE = timedelta(hours=12)
# After so long without a request a session ends.
IDLE = {Kind.REGULATOR: timedelta(minutes=30)}
IDLE_ELSE = timedelta(hours=1)
