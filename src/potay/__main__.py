"""`python -m potay`: the command line without its script."""

from potay.cli import main

if __name__ == "__main__":
    main()
