"""Pulumi programs in TypeScript: checked, laid out and run."""
