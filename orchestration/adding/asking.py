"""Ask on stderr, so that what is printed on stdout is the result alone."""

from collections.abc import Callable, Sequence

import typer

from warehouse.settings.sections import known_zone


def ask(
    question: str,
    default: str | None = None,
    check: Callable[[str], str] | None = None,
) -> str:
    """Return an answer, trimmed.

    Args:
        question: Without its colon.
        default: What Enter means; an empty one is not shown.
        check: Returns the answer, or raises `typer.BadParameter`: it is asked again.
    """

    def trimmed(answer: str) -> str:
        answer = answer.strip()
        return check(answer) if check else answer

    return typer.prompt(
        question,
        default=default,
        show_default=bool(default),
        value_proc=trimmed,
        err=True,
    )


def ask_one_of(question: str, answers: Sequence[str], default: str) -> str:
    """Return one of some answers."""

    def known(answer: str) -> str:
        if answer in answers:
            return answer
        message = f"answer one of {', '.join(answers)}"
        raise typer.BadParameter(message)

    return ask(question, default, known)


def ask_zone(question: str, default: str) -> str:
    """Return the name of a time zone."""

    def known(answer: str) -> str:
        try:
            return known_zone(answer)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return ask(question, default, known)


def ask_currency(question: str, default: str) -> str:
    """Return the code of a currency, such as EUR."""

    def known(answer: str) -> str:
        code = answer.upper()
        if len(code) == 3 and code.isascii() and code.isalpha():
            return code
        message = f"{answer!r} is no currency; use three letters such as EUR"
        raise typer.BadParameter(message)

    return ask(question, default, known)


def ask_hidden(question: str) -> str:
    """Return an answer that the terminal does not show; it may be empty."""
    return typer.prompt(
        question, default="", hide_input=True, show_default=False, err=True
    )


def agree(question: str) -> None:
    """Go on if a person agrees.

    Raises:
        typer.Abort: If not.
    """
    typer.confirm(question, default=True, abort=True, err=True)
