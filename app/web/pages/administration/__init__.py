"""Pages for who looks after the service itself: administrators, and those who manage what an entity offers."""
