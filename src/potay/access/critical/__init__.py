"""What matters most: gateways, cut links, what to open and what to check first."""
