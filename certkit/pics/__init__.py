"""The statement (PICS): read, checked, and written as YAML and as a workbook."""
