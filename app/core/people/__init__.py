"""Who is who: parties, persons, accounts, staff, rights inside an organisation."""
