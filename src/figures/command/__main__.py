"""``python -m figures.command`` is ``figures``."""

from figures.command import main

raise SystemExit(main())
