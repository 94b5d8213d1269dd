"""Pulumi's SDKs in the languages whose own is not to be had here, made by Pulumi's generators.

The catalog says what there is (`schema`), a small Go program runs the generators (`generator`), and
what they make is kept in `.cache` and made again when something that it hangs on has changed.
"""
