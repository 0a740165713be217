"""What is deployed, read from infrastructure code and inventories, and the scope that it gives."""
