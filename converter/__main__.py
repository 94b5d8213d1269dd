"""`python -m converter convert SOURCE --to TARGET`."""

import sys

from .cli import main

sys.exit(main())
