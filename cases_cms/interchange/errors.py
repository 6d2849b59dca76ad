"""What is wrong with a file, or with one of its cells; the messages are for people."""


class FileRefusedError(ValueError):
    """A file is not read at all."""


class CellError(ValueError):
    """A cell does not say what its column is for."""
