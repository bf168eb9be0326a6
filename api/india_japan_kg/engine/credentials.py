"""Signing requests that carry a body, by Basic or Digest authentication (RFC 7617, RFC 7616).

A server may close the connection as soon as it has seen the head of a request that is not signed,
while the body is still on its way (Virtuoso does). So the challenge is asked for by a request
without a body, and the requests that matter are signed from the start.
"""

import base64
import urllib.error
import urllib.request
from typing import Final

from india_japan_kg.engine.endpoint import Endpoint

UNAUTHORIZED: Final = 401
ASKING_SECONDS: Final = 30


class Credentials:
    """User and password of an endpoint, and how it wants them."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, endpoint.address, endpoint.user, endpoint.password)
        self._digest = urllib.request.HTTPDigestAuthHandler(passwords)

    def sign(self, request: urllib.request.Request) -> None:
        """Add the ``Authorization`` that the server asks for; none if it asks for none.

        Raises:
            OSError: the server does not answer.

        """
        if not self._endpoint.user:
            return
        challenge = self._challenge(request.full_url)
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() == "basic":
            pair = f"{self._endpoint.user}:{self._endpoint.password}".encode()
            request.add_header("Authorization", f"Basic {base64.b64encode(pair).decode()}")
        elif scheme.lower() == "digest":
            parts = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            signed = self._digest.get_authorization(request, parts)
            request.add_unredirected_header("Authorization", f"Digest {signed}")

    def _challenge(self, address: str) -> str:
        try:
            with urllib.request.urlopen(address, timeout=ASKING_SECONDS):
                return ""
        except urllib.error.HTTPError as error:
            if error.code != UNAUTHORIZED:
                return ""
            return error.headers.get("WWW-Authenticate", "")
