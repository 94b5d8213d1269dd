"""The tests, and what regenerates, measures and demonstrates."""
