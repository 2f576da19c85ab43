"""One line a check, `ok` or `FAIL`, and how many there were of each: what all test scripts print."""
import re

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


def fault_of_counts(said, folder):
    """Such as "1 images", in what a lab says or draws in English."""
    for text in [said, *(script.read_text() for script in folder.glob("*.gp"))]:
        found = re.search(r"(?<![\w.,])1 [a-z]{2,}(?<!s)s\b.*", text)
        if found:
            return found[0]
    return ""
