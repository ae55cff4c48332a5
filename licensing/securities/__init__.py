"""Securities (bonds): what is required, what is held, top-up orders, calls by three people, releases."""
