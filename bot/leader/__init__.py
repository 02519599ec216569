"""The tasks that only one process of a cluster runs: the leader."""
