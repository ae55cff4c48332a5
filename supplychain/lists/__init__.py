"""Supplier lists: read an uploaded file, map its columns, check every row.

This file stays free of imports: the limited child process that opens foreign files loads it.
"""
