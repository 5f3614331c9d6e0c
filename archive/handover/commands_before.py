"""What people tell and decide before the handover: printing and asking only, the work is done in the other modules."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

COMMANDS: dict[str, Callable[[Namespace], int]] = {}
