"""Speed and memory, each figure beside a reference of the same run: `make bench`."""
