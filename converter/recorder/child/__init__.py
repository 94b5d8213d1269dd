"""What runs inside the recorded program's own process.

The process may belong to another virtual environment, so nothing here imports the rest of the
package, nor anything but the standard library and, late, the Pulumi SDK that the program uses.
"""
