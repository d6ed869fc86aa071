"""Rights inside an organisation: given, accepted, changed and ended by the same rules as mandates."""
