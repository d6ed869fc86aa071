"""What `make` does before the service can start: system packages, third-party assets, processes."""
