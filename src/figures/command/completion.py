"""Which words can come next on the command line? One script for each shell, made from the parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

_ASKED = {"NUMBER": "numbers", "TABLE": "tables"}  # what `figures completion` lists while one types
_LINES = " ".join(map(str, range(1, 67)))


class Place(NamedTuple):
    """What can follow a command: the command so far, its own words or the list to ask for, its options with their choices."""

    at: str
    words: list[str]
    asked: str
    options: dict[str, list[str] | None]


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Write the completion script of a parser.

    Parameters
    ----------
    parser
        The whole parser, every command in it.
    shell
        ``bash``, ``zsh`` or ``fish``.
    """
    places = list(_places(parser, parser.prog))
    if shell == "fish":
        return _fish(places)
    # zsh runs what is written for bash, once it is told to.
    return _bash(places, "" if shell == "bash" else _ZSH)


def _places(parser: argparse.ArgumentParser, at: str) -> Iterator[Place]:
    place = Place(at, [], "", {})
    below: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        choices = list(map(str, action.choices)) if action.choices else None
        if isinstance(action, argparse._SubParsersAction):
            below = action.choices
        for option in action.option_strings:
            if option.startswith("--"):
                place.options[option] = [] if action.nargs == 0 else choices
        if not action.option_strings:
            place.words.extend(_LINES.split() if action.metavar == "LINE" else choices or [])
            place = place._replace(asked=_ASKED.get(str(action.metavar), place.asked))
    yield place
    for name, command in below.items():
        yield from _places(command, f"{at} {name}")


_ZSH = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
_BASH = """\
{first}_figures() {{
  local at=figures word offer= dashed= cur="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[$((COMP_CWORD - 1))]}}"
  for word in "${{COMP_WORDS[@]:1:$((COMP_CWORD - 1))}}"; do
    case "$at $word" in
{steps}
    esac
  done
  case "$at" in
{places}
  esac
  if [[ $cur == -* || -z $offer ]]; then offer=$dashed; fi
  case "$at $previous" in
{choices}
    *" "{flags}) ;;
    *" --"*) offer= ;;  # any other option takes a file or a text
  esac
  COMPREPLY=($(compgen -W "$offer" -- "$cur"))
}}
complete -o default -F _figures figures
"""


def _bash(places: list[Place], first: str) -> str:
    def asked(one: Place) -> str:
        return f"$(figures completion {one.asked} 2>/dev/null)" if one.asked else ""

    flags = dict.fromkeys(name for one in places for name, choices in one.options.items() if choices == [])
    return _BASH.format(
        first=first,
        steps="\n".join(f'      "{one.at}") at="$at $word" ;;' for one in places[1:]),
        places="\n".join(
            f'    "{one.at}") offer="{asked(one)}{" ".join(one.words)}" dashed="{" ".join(one.options)}" ;;'
            for one in places
        ),
        choices="\n".join(
            f'    "{one.at} {option}") offer="{" ".join(choices)}" ;;'
            for one in places
            for option, choices in one.options.items()
            if choices
        ),
        flags='|*" "'.join(flags),
    )


_FISH = """\
function __figures_at
  set -l at figures
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case {steps}
        set at "$at $word"
    end
  end
  test "$at" = "$argv"
end
{lines}
"""


def _fish(places: list[Place]) -> str:
    lines = []
    for one in places:
        here = f"complete -c figures -n '__figures_at {one.at}'"
        if one.words or one.asked:
            asked = f"(figures completion {one.asked} 2>/dev/null)" if one.asked else ""
            lines.append(f"{here} -f -a '{asked}{' '.join(one.words)}'")
        for option, choices in one.options.items():
            takes = "" if choices == [] else f" -x -a '{' '.join(choices)}'" if choices else " -r"
            lines.append(f"{here} -l {option.removeprefix('--')}{takes}")
    steps = " ".join(f"'{one.at}'" for one in places[1:])
    return _FISH.format(steps=steps, lines="\n".join(lines))
