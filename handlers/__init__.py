"""One file per thing a person does; plain async functions with a routing table at the foot of each file."""
