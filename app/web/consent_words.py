"""What a clerk reads aloud at every counter act, whatever it is about. Source: the Dutch texts."""

WRITTEN_DOWN = "Ik schrijf op wie ik hielp, wanneer, en hoe ik uw identiteit nakeek. Ik vraag nooit uw pincode."
AGREED = "Gaat u akkoord?"
