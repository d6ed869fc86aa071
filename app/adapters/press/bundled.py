"""The only files a letter may use: our marks and fonts, by name. Nothing else is fetched, from nowhere.

A letter holds names that anybody can register. Whatever such a name says, there is no network, no disk and no data URL
behind the fetcher; an address that is not one of these names stops the letter.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.request import Request

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "bundled:"
CONTENT_TYPES = {".svg": "image/svg+xml", ".woff2": "font/woff2"}


class NotBundled(FatalURLFetchingError):
    """A letter asked for something else than a bundled file."""


class BundledOnly(URLFetcher):
    """Serves `bundled:<name>` out of memory and refuses everything else."""

    def __init__(self, bundle: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._bundle = bundle

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._bundle:
            # The address is not repeated: it could hold somebody's name.
            raise NotBundled("a letter asked for a file that is not bundled")
        return URLFetcherResponse(url, self._bundle[name], {"Content-Type": CONTENT_TYPES[Path(name).suffix]})

    def open(self, url: str | Request, data: object = None, timeout: object = None) -> URLFetcherResponse:
        return self.fetch(url if isinstance(url, str) else url.full_url)
