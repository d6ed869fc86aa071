"""Handing over: another application sends its user here with what it knows, and gets him back with what came of it."""
