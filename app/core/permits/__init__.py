"""Who may do and see what, and on which ground; one file for each door."""
