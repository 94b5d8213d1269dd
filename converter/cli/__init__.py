"""The commands: argv, files, exit statuses, printing. Nothing else does these."""

from __future__ import annotations

import errno
import gc

from ..errors import ConversionError, SourceError
from .messages import DEBUG, error_line, fault_words, is_debugging, say, usage_line
from .output import give_up_output
from .signals import TerminatedError, orderly_end

__all__ = ["DEBUG", "cfn2pulumi", "main", "pulumi2cfn"]

INTERRUPTED = 130
# What is the machine's fault: full disks, and what must not be touched.
_NO_FAULT = frozenset(
    (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE)
)


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
        with orderly_end():
            return _invoke(tool)
    except TerminatedError as end:
        say(usage_line(tool, "interrupted" if end.exit_status == INTERRUPTED else "terminated"))
        return end.exit_status
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
        give_up_output()  # whoever read it has seen enough
        return 0
    except OSError as error:
        if error.errno not in _NO_FAULT:
            return _tell_fault(error, tool)
        give_up_output()
        say(usage_line(str(error.filename or tool), str(error.strerror)))
        return SourceError.exit_status
    except Exception as fault:
        return _tell_fault(fault, tool)


def _tell_fault(fault: Exception, tool: str) -> int:
    if is_debugging():
        import traceback

        traceback.print_exc()
    say(usage_line(tool, fault_words(fault)))
    return 1
