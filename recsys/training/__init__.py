"""From slates as they were logged to a model, and whether it may serve: pure like the rest, and never run by a request."""
