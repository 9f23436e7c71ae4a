"""Pictures of the real thing for docs/screens/."""
