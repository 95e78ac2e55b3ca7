"""Tests of the search: what it must find, in which order, and that the browser finds the same."""
