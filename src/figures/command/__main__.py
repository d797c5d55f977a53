"""``python -m figures.command`` is ``figures`` without the commands of this book."""

from figures.command import main

raise SystemExit(main())
