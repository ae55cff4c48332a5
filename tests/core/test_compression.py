"""Pages are compressed in two parts, and read back whole."""

import gzip

import pytest

from core import compression


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"no styles at all",
        b"<style>a{}</style>",
        b"<style>" + b"a{color:red}" * 3000 + b"</style><p>Licensed</p>" * 50,
    ],
)
def test_what_was_compressed_is_read_back(page):
    for _ in range(3):
        assert gzip.decompress(compression.gzipped(page)) == page


def test_pages_that_begin_alike_are_no_larger_than_compressed_whole():
    styles = b"<style>" + b"".join(b".c%d{margin:%dpx}" % (n, n) for n in range(2000)) + b"</style>"
    for number in range(5):
        page = styles + b"<p class=c%d>Agency</p>" % number * 20
        assert len(compression.gzipped(page)) <= len(gzip.compress(page, 9)) + 16
        assert gzip.decompress(compression.gzipped(page)) == page


def test_many_different_beginnings_are_not_kept_for_ever():
    for number in range(100):
        page = b"<style>%d</style>x" % number
        assert gzip.decompress(compression.gzipped(page)) == page
    assert len(compression._known) <= compression._MOST_BEGINNINGS
