"""One line a check, `ok` or `FAIL`, and how many there were of each: what all test scripts print."""

passed = failed = 0


def check(what, fault=""):
    """`fault` is empty when all is well."""
    global passed, failed
    if fault:
        failed += 1
        print(f"FAIL {what}: {fault}", flush=True)
    else:
        passed += 1
        print(f"ok   {what}", flush=True)


def check_that(what, holds, trouble=""):
    """The same for a condition; `trouble` says what was found instead."""
    check(what, "" if holds else str(trouble) or "not so")
