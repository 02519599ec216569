"""Has aiogram build its types when they are first used, not when it is imported.

Of every type and method of the Bot API pydantic makes a schema, a validator and a serializer: some 590, more
than 100 MB and two seconds of CPU. This bot uses a dozen of them. pydantic can put that off by itself
(`defer_build`); aiogram asks for it, and then builds all the same, because its types name each other in
annotations that only its `types/__init__.py` can resolve. So while aiogram is imported, and only then,

- `defer_build` holds for every model, so for methods and answers too;
- `model_rebuild`, which aiogram calls of each type with the names that resolve its annotations, resolves them
  and stops there.

What is left then is as pydantic leaves it: complete fields on every type, whoever subclasses or nests it, and
stand-ins that build a validator or serializer when they are asked for something. One thing more is needed:
pydantic's core takes the serializer of an object that stands where any object may, and knows no stand-ins.
Such an object can come from the validator of a type around it, with its own type not built. So

- a stand-in that is taken of an object, not of its class, gives what it stands for.

The last two reach for pydantic's own parts. tests/bot/test_lazy_types.py holds all types and methods
against those that are built at once.
"""

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

from bot.telegram.accelerators import TRIED_VERSIONS, installed_versions

log = logging.getLogger(__name__)


def accelerate() -> None:
    """Import aiogram without building its types, on versions that this was tried with."""
    if (versions := installed_versions()) not in TRIED_VERSIONS:
        log.info("aiogram %s with pydantic %s builds all its types now: this takes longer", *versions)
        return
    with _put_off():
        importlib.import_module("aiogram")
    from pydantic._internal._mock_val_ser import MockValSer  # noqa: PLC0415 - not there in every pydantic

    MockValSer.__get__ = _of  # type: ignore[attr-defined]  # makes it a descriptor


@contextmanager
def _put_off() -> Iterator[None]:
    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(_resolve)  # type: ignore[method-assign, assignment]
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
        del BaseModel.model_config["defer_build"]


def _resolve(
    model: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **_: object
) -> bool | None:
    """The first half of `model_rebuild`."""
    from pydantic._internal._config import ConfigWrapper  # noqa: PLC0415 - not there in every pydantic
    from pydantic._internal._fields import rebuild_model_fields  # noqa: PLC0415 - as above
    from pydantic._internal._namespace_utils import NsResolver  # noqa: PLC0415 - as above

    if model.__pydantic_fields_complete__:
        return None
    model.__pydantic_fields__, model.__pydantic_extra_info__ = rebuild_model_fields(
        model,
        config_wrapper=ConfigWrapper(model.model_config, check=False),
        ns_resolver=NsResolver(parent_namespace=_types_namespace),
        typevars_map={},
    )
    return True


def _of(stand_in: Any, instance: object, _: type) -> Any:
    """What a class's stand-in is for an object of that class, and for the class itself (`instance` None)."""
    return stand_in if instance is None else stand_in.rebuild() or stand_in
