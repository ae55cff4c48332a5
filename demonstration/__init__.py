"""Loads a folder of readable files into an empty system (the form is described in docs/)."""
