"""Who does what for PCI DSS, on AWS, and how we know: the responsibility matrix of 464 test cases."""
