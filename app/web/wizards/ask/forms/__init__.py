"""The forms of this wizard that differ from those of giving."""
