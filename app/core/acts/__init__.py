"""Every act on a mandate, from draft to end, and what the days and the register do by themselves."""
