"""Letters about decisions: put together from coded paragraphs, looked at before, and never changed afterwards."""
