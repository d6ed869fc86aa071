"""How things look in answers, and what several operations share. What one has alone stands with it in `v1/`."""
