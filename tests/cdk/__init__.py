"""Stacks as CDK apps: they synthesize to the same template, in either language, and go on."""
