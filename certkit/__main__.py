"""``python -m certkit``."""

from certkit.cli.main import main

if __name__ == "__main__":
    main()
