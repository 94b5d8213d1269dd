"""A template's sections and their entries, from trees to a stack and back."""

from .stacks import not_a_mapping, stack_of, tree_of

__all__ = ["not_a_mapping", "stack_of", "tree_of"]
