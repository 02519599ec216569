"""Finds the file of a call: a part of the request, or a known file by its id."""

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import PNG, pixels_of
from sandbox.telegram.world import File, Json, World

LARGEST_PHOTO = 10 << 20
LONGEST_SIDES = 10_000  # pixels of width and height together
STEEPEST = 20  # times the shorter side that the longer one may have
PICTURES = (b"\xff\xd8\xff", PNG, b"GIF8", b"RIFF", b"BM")  # how files of pictures begin


def file_of(world: World, given: Json, files: dict[str, File], name: str) -> File:
    """The file that is sent as `name`, kept from now on; raises where there is none."""
    wish = str(given.get(name, ""))
    if wish and not wish.startswith("attach://"):
        return _known(world, wish)
    file = files.get(wish.removeprefix("attach://") or name)
    if file is None:
        raise bad_request(f"there is no {name} in the request")
    if not file.body:
        raise bad_request("file must be non-empty")
    world.files[file.id] = file
    return file


def picture_of(world: World, given: Json, files: dict[str, File]) -> File:
    file = file_of(world, given, files, "photo")
    if len(file.body) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    if not file.body.startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if file.body.startswith(PNG):
        _check_size(file.body)
    return file


def _check_size(body: bytes) -> None:
    """Raise where Telegram does: https://core.telegram.org/bots/api#sendphoto."""
    size = pixels_of(body)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > LONGEST_SIDES or max(size) > STEEPEST * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _known(world: World, file_id: str) -> File:
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # nothing outside of the sandbox is fetched
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    return file
