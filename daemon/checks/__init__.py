"""What `ownfeed doctor` looks at: each check is one function, changes nothing, and ends in a sentence and a remedy."""
