"""Download an official page: one request at a time, slowly, with a name, and with a clear word when it fails."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from indexer import __version__
from indexer.importers.official.lines import LARGEST_FILE

__all__ = ["DownloadError", "Downloader", "is_home_page"]

USER_AGENT = f"fagui-ku/{__version__} (policy-text knowledge base; checks official texts)"


class DownloadError(Exception):
    """A page that could not be had; the message, for the user, says why."""


@dataclass
class Downloader:
    """Fetches pages with a pause between two requests; `pause`, `timeout` and `backoff` are seconds."""

    pause: float = 3.0
    timeout: float = 30.0
    retries: int = 3
    backoff: float = 2.0
    _session: requests.Session = field(init=False)
    _last: float = field(default=-1e9, init=False)

    def __post_init__(self) -> None:
        retry = Retry(
            total=self.retries,
            redirect=5,
            backoff_factor=self.backoff,
            status_forcelist=(429, 500, 502, 503, 504),
            respect_retry_after_header=True,
            raise_on_status=False,
        )
        self._session = requests.Session()
        self._session.headers["User-Agent"] = USER_AGENT
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(self, address: str) -> bytes:
        """The bytes behind `address`, unpacked, at most LARGEST_FILE of them. Raises DownloadError."""
        if urlsplit(address).scheme not in ("http", "https"):
            raise DownloadError(f"{address} 不是网址")
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            with self._session.get(address, timeout=self.timeout, stream=True) as answer:
                if answer.status_code != 200:
                    raise DownloadError(f"{address} 返回 {answer.status_code}（{_meaning(answer.status_code)}）")
                data = bytearray()
                for part in answer.iter_content(65536):
                    data += part
                    if len(data) > LARGEST_FILE:
                        raise DownloadError(f"{address} 超过 {LARGEST_FILE // 1024**2} MB，不像一部法规")
                return bytes(data)
        except requests.exceptions.TooManyRedirects as error:
            raise DownloadError(f"{address} 一再跳转，没有到达页面") from error
        except requests.exceptions.Timeout as error:
            raise DownloadError(f"{address} 在 {self.timeout:g} 秒内没有回应") from error
        except requests.exceptions.ConnectionError as error:
            host = urlsplit(address).hostname
            raise DownloadError(f"连不上 {host}：检查网络，或者以后再试") from error
        except requests.exceptions.RequestException as error:
            raise DownloadError(f"{address} 下载失败（{type(error).__name__}）") from error
        finally:
            self._last = time.monotonic()


def _meaning(status: int) -> str:
    if status in (404, 410):
        return "页面不存在，也许已经移到别处"
    if status in (401, 403, 412):
        return "网站拒绝访问"
    return "网站暂时不能提供" if status >= 500 or status == 429 else "不是页面"


def is_home_page(address: str) -> bool:
    """Whether an address leads to a site and not to a page of it."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
