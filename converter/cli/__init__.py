"""The commands: argv, files, exit statuses, printing. Nothing else does these."""

from __future__ import annotations

import gc
import os
import sys

from ..errors import ConversionError
from .messages import DEBUG, error_line, fault_words, is_debugging, say, usage_line

__all__ = ["DEBUG", "cfn2pulumi", "main", "pulumi2cfn"]

INTERRUPTED = 130


def cfn2pulumi() -> int:
    """Run `cfn2pulumi` on the arguments of the process; give the exit status."""
    return _run("cfn2pulumi")


def pulumi2cfn() -> int:
    """Run `pulumi2cfn` on the arguments of the process; give the exit status."""
    return _run("pulumi2cfn")


def main() -> int:
    """Run `python -m converter` on the arguments of the process; give the exit status."""
    return _run("converter")


def _run(tool: str) -> int:
    # A command makes one conversion and ends: looking for garbage, at the end once more, would
    # take a sixth of its time.
    gc.disable()
    try:
        return _invoke(tool)
    finally:
        gc.freeze()


def _invoke(tool: str) -> int:
    import click

    from .commands import COMMANDS

    try:
        return int(COMMANDS[tool].main(prog_name=tool, standalone_mode=False) or 0)
    except ConversionError as error:
        say(error_line(error, tool))
        return error.exit_status
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return error.exit_code
    except click.ClickException as error:
        say(usage_line(tool, error.format_message()))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say(usage_line(tool, "interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing is left to be flushed at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        return _tell_fault(fault, tool)


def _tell_fault(fault: Exception, tool: str) -> int:
    if is_debugging():
        import traceback

        traceback.print_exc()
    say(usage_line(tool, fault_words(fault)))
    return 1
