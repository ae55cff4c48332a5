"""An application for a licence, from draft to decision."""
