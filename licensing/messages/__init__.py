"""Messages between an agency and the officers about one case; nothing of a reporter is ever in them."""
