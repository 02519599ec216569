"""Makes aiogram build its types at their first use, not when it is imported.

pydantic builds a schema, a validator and a serializer for each of some 590 types and methods of the Bot API.
That takes more than 100 MB and two seconds of CPU. This bot uses a dozen of them. pydantic can defer this
(`defer_build`). aiogram asks for it but then builds all types, because their annotations name each other, and
only its `types/__init__.py` can resolve them. So while aiogram is imported, and only then,

- `defer_build` is on for every model, also for methods and answers;
- `model_rebuild`, which aiogram calls for each type with the names that resolve its annotations, resolves
  them and builds nothing.

Each type then has complete fields, and pydantic's stand-ins build a validator or serializer at its first use.
One case needs more. For a field of any type pydantic's core takes the serializer from the object itself, and
it does not know stand-ins. The object's own type may not be built yet, if the validator of a type around it
made the object. So

- a stand-in that is read from an object, not from its class, returns the built serializer.

The last two points depend on private parts of pydantic. tests/bot/test_lazy_types.py compares all types and
methods with those that are built at once.
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
    """Import aiogram without building its types, with tested versions only."""
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
    """Do the first half of `model_rebuild`: resolve the annotations."""
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
    """Return the stand-in for the class itself (`instance` None), else what it stands for, built."""
    return stand_in if instance is None else stand_in.rebuild() or stand_in
