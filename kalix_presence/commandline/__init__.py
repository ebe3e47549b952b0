"""What the command lines of both programs share: the parsers' own words in the reader's language."""
