"""`python -m pcimatrix`: the same as the command `pcimatrix`."""

from pcimatrix.cli import main

if __name__ == "__main__":
    main()
