"""The pages of fees hang on one blueprint; brokers', officers' and everyone's are in files of their own."""

from core.web import pages

blueprint = pages("payments", __name__)
