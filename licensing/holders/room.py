"""The pages of holders hang on one blueprint, in files of their own."""

from core.web import pages

blueprint = pages("holders", __name__, "/licence")
