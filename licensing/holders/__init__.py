"""A licence as its holder sees it: what it is today, what workers read, what is asked, and what the holder may ask."""
