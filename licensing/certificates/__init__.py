"""Certificates: the paper that a licence holder hangs up, and what its code says today."""
