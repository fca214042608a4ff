"""Reading files of prompts: bytes in, checked rows out. Pure: no tables, no settings, no clock."""
