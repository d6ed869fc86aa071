"""Doors without a screen: the phone, the sheet of paper, and the calls that we owe."""
