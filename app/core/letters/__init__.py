"""Letters: ordered with an act, filled with facts, printed once, read back, checked and posted."""
