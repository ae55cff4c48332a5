"""The job worker: ``python -m worker`` runs the queue's jobs in the application's context."""

import os

from app import create_app
from core import jobs


def main() -> None:
    """Run jobs until told to stop."""
    jobs.work(create_app(), os.environ["FAIRGATE_DATABASE"])


if __name__ == "__main__":
    main()
