"""Errors: what a user is told, in one line a problem, and the status that the process ends with."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor

from typer.exceptions import TyperException

DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130
"""The statuses: all went well; something failed on the way; the request itself was not in order;
somebody pressed Ctrl-C."""

DEBUG = "FLOODGATE_DEBUG"
"""The environment variable that asks for the traceback of a failure when it is 1."""


class RequestError(Exception):
    """What was asked for cannot be done; one line says what was wanted and what came."""


class PluginError(Exception):
    """A plug-in could not be loaded; one line says which and why."""


def status(command: Callable[[], int | None]) -> int:
    """Run a command, tell about whatever goes wrong, and return the status to end with."""
    try:
        code = command() or DONE
    except Exception as error:
        code = _explain(error)
    return _flushed(code)


def hold_interrupts() -> None:
    """Ignore Ctrl-C from now on: the first one is being seen to, and then the process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def say(line: str) -> None:
    """Tell the user something beside the results: one line on standard error."""
    print(line, file=sys.stderr, flush=True)


def one_line(error: BaseException) -> str:
    """The message of an error without its line breaks."""
    return " ".join(str(error).split())


def _flushed(code: int) -> int:
    """The status once standard output is written: when the process ends it is too late to tell."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code or _explain(error)
    return code


def _explain(error: Exception) -> int:
    code, lines = _verdict(error)
    if code == FAILED and os.environ.get(DEBUG) == "1":
        traceback.print_exception(error)
    for line in lines:
        say(line)
    return code


def _verdict(error: Exception) -> tuple[int, list[str]]:
    if isinstance(error, BrokenPipeError):
        return FAILED, []  # whoever read our output has had enough of it: nothing to tell
    if isinstance(error, TyperException):
        return error.exit_code, [f"error: {_usage(error)}"]
    if isinstance(error, RequestError):
        return REFUSED, [f"error: {one_line(error)}"]
    if problems := _problems(error):
        return REFUSED, [f"error: {problem}" for problem in problems]
    if failure := _failure(error):
        return FAILED, [f"error: {failure}"]
    text = f"defect: {type(error).__name__}: {one_line(error)}"
    return FAILED, [f"{text} (please report it; {DEBUG}=1 shows where it comes from)"]


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context else ""
    return " ".join(error.format_message().split()) + hint


def _problems(error: Exception) -> list[str]:
    """The lines of a ScenarioError; none for any other error.

    Imports nothing: where the module was not loaded, the error is not from there.
    """
    errors = sys.modules.get("sim.model.errors")
    is_one = errors is not None and isinstance(error, errors.ScenarioError)
    return str(error).splitlines() if is_one else []


def _failure(error: Exception) -> str | None:
    """What failed, where that is not the program's own fault."""
    if isinstance(error, PluginError | OSError):
        return one_line(error)
    if isinstance(error, MemoryError):
        return "out of memory"
    if isinstance(error, BrokenExecutor):
        return "a worker process was ended from outside (out of memory?)"
    return None
