"""What a cell of a workbook or a value in YAML can hold before anyone reads it as an answer."""

from __future__ import annotations

import datetime
from typing import TypeAlias

Raw: TypeAlias = "str | bool | int | float | datetime.date | datetime.time | list[Raw] | dict[str, Raw] | None"
"""None, "" and empty lists and mappings mean: not answered."""
