"""The policy report as people read it: sentences, tables, plots and a paper, made of `wire.PolicyReport` by hub and desk."""
