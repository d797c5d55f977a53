"""How does a chart say what is missing in its table? In its description, in words that can be told from a user's own."""

from __future__ import annotations


class Missing(str):
    """Sentences such as ``2 of 90 days have no value.``, which ``publish`` prints behind the note.

    They are a description and no ``usermeta``, because a chart that has one cannot be put into another chart.
    """

    __slots__ = ()
