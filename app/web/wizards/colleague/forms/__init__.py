"""The forms of this wizard, one file per noun."""
