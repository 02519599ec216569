"""Explains errors of TLS in plain words."""

TLS_SENTENCES = {
    "certificate has expired": "its certificate has expired",
    "self-signed": "its certificate is self-signed",
    "self signed": "its certificate is self-signed",
    "unable to get local issuer": "nobody that this machine trusts signed its certificate",
    "Hostname mismatch": "its certificate is for another host",
    "IP address mismatch": "its certificate is for another host",
    "not yet valid": "its certificate is not valid yet; look at the clock of this machine",
    "WRONG_VERSION_NUMBER": "it does not speak TLS at this port",
    "record layer failure": "it does not speak TLS at this port",
    "CERTIFICATE_VERIFY_FAILED": "its certificate is not valid",
}


def fault(error: str) -> str | None:
    """Return what is wrong with the TLS connection, or None for any other error."""
    return next((words for sign, words in TLS_SENTENCES.items() if sign in error), None)
