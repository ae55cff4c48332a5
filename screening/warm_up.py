"""Compile what screening compiles, so that the first search need not: ``python -m screening.warm_up`` (pure)."""

from screening.index import NameIndex


def main() -> None:
    """Search a list of one name, explain the match, and search the other way round."""
    index = NameIndex.build([(1, "Example Manpower Services Ltd", "organisation"), (2, "Example, Sam", "person")])
    index.search("Exampel Manpower Servces", "organisation")
    index.hits([("Example Manpower", "organisation", False)], flipped=True)


if __name__ == "__main__":
    main()
