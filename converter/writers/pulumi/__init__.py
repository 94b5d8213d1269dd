"""What the writers of Pulumi programs share: everything that is about meaning.

A language's own folder only spells. `plan` says what a program is written of and in what order,
`types` what type each expression and each place has, `plainness` which values are outputs.
"""
