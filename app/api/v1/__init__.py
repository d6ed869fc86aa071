"""Version 1: one operation of the contract a file. What several share stands in `app/api/shapes`."""
