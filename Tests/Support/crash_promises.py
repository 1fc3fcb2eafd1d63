"""How the crash tests say that a promise was not kept."""


class Broken(AssertionError):
    """A promise was not kept."""


def require(condition, what):
    if not condition:
        raise Broken(what)
