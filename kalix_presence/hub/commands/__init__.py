"""The commands of kalix-hub, one file for each."""
