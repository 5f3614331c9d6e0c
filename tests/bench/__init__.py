"""What `make bench` measures; nothing here runs in `make test`."""
