"""From a person's words to typed rules: a small grammar, which asks rather than guesses."""
