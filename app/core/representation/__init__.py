"""The check: may this person act for that party, for this service, on this day?"""
