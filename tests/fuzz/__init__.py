"""Inputs that nobody wrote: fixtures, mutated at random, and what must hold for them.

`python -m tests.fuzz --inputs 50000` tries many; what it found before is in `corpus`.
"""
