"""What can be asked of the catalogue and of a scope: the functions that the Python API and the command line share.

`public` has the names that `import pcimatrix` gives; a command imports the module with its subject alone.
"""
