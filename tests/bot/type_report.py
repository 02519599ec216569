"""Prints, from a process of its own, what aiogram's types are when they are built `late`, or all `at once`.

`elsewhere` is late, on versions that it was not tried with; it says less.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import CoreSchema, to_jsonable_python

from bot.telegram.accelerators import TRIED_VERSIONS
from bot.telegram.loading import import_aiogram

ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def main() -> None:
    how = sys.argv[1]
    if how == "elsewhere":
        TRIED_VERSIONS.clear()
    import_aiogram(accelerated=how != "at once")
    types, methods = (importlib.import_module(f"aiogram.{name}") for name in ("types", "methods"))
    models = {**_models(types), **_models(methods)}
    report = {
        "built": sorted(name for name, model in models.items() if model.__pydantic_complete__),
        "left behind": [BaseModel.model_rebuild.__qualname__, str(BaseModel.model_config)],
        "fields": {name: ADDRESS.sub("", str(model.model_fields)) for name, model in models.items()},
        "read": _read(types, methods),
        "schemas": {} if how == "elsewhere" else _schemas(list(models.values())),
    }
    print(json.dumps(report))  # noqa: T201 - the test reads it


def _models(module: Any) -> dict[str, type[BaseModel]]:
    kinds = {name: getattr(module, name) for name in module.__all__}
    return {
        name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, BaseModel)
    }


def _read(types: Any, methods: Any) -> dict[str, object]:
    """The corpus of updates, as themselves, inside of other models, and of types derived from aiogram's."""
    corpus = importlib.import_module("tests.bot.test_updates")
    derived = create_model("Derived", __base__=types.Message, more=(int, ...))
    around = create_model("Around", of=(types.Message, ...))
    readers: dict[str, tuple[Callable[[Any], Any], Mapping[str, Any]]] = {
        "derived": (derived.model_validate, {"a text": {**corpus.TEXT, "more": 5}, "nothing": {}}),
        "around": (around.model_validate, {"a menu": {"of": corpus.MENU}}),
        "a list": (TypeAdapter(list[types.CallbackQuery]).validate_python, {"taps": [corpus.TAP]}),
        "an answer": (
            methods.Response[types.Message].model_validate,
            {"a menu": {"ok": True, "result": corpus.MENU}},
        ),
        "right": (types.Update.model_validate, corpus.UPDATES),
        "wrong": (types.Update.model_validate, corpus.WRONG),
        "a call": (
            methods.SendMessage.model_validate,
            {"with buttons": {"chat_id": 1, "text": "x", "reply_markup": corpus.BUTTONS}, "empty": {}},
        ),
    }
    return {
        f"{reader}: {name}": _outcome(read, raw)
        for reader, (read, raws) in readers.items()
        for name, raw in raws.items()
    }


def _outcome(read: Callable[[Any], Any], raw: Any) -> object:
    try:
        return [to_jsonable_python(read(raw), fallback=repr), repr(read(raw))]
    except ValidationError as error:
        return str(error)


class Schemas(GenerateJsonSchema):
    ignored_warning_kinds = {"non-serializable-default"}  # noqa: RUF012 - pydantic's

    def handle_invalid_for_json_schema(self, schema: CoreSchema, error_info: str) -> dict[str, Any]:  # noqa: ARG002
        return {"title": error_info}


def _schemas(models: list[type[BaseModel]]) -> dict[str, Any]:
    """Builds whatever is not built yet, the last first."""
    wanted = [(model, mode) for model in reversed(models) for mode in ("validation", "serialization")]
    _, schemas = models_json_schema(wanted, schema_generator=Schemas)  # type: ignore[arg-type]
    return dict(schemas["$defs"])


if __name__ == "__main__":
    main()
