"""What is converted, read into a Stack."""

from .parser_import import import_yaml

import_yaml()
