"""Who is who: parties, persons, accounts, staff, and what is read of their rights."""
