"""What a browser sends when a page asks for its content: anything else is no question of ours."""

from collections.abc import Mapping

ROUTE = "/_dash-update-component"


def is_well_formed(body: object, callbacks: Mapping[str, Mapping]) -> bool:
    """Whether Dash can answer it: an output that is made here, with its inputs by name.

    `callbacks` is Dash's own map of what is made of what. Every input of ours is a part of an address.
    """
    made = callbacks.get(_text(body.get("output"))) if isinstance(body, Mapping) else None
    if made is None or "callback" not in made:
        return False
    changed = body.get("changedPropIds", [])
    return (
        all(_names(_parts(body, name)) == _names(made[name]) for name in ("inputs", "state"))
        and all(map(_is_part_of_an_address, _parts(body, "inputs")))
        and ("outputs" not in body or _names(_parts(body, "outputs")) == _output_names(made["output"]))
        and isinstance(changed, list)
        and all(isinstance(one, str) for one in changed)
    )


def _is_part_of_an_address(part: Mapping) -> bool:
    """Whether it holds a text; what comes after the path may not be there."""
    value = part.get("value")
    return isinstance(value, str) or (value is None and part.get("property") != "pathname")


def _parts(body: Mapping, name: str) -> list[Mapping]:
    """The parts of a list in what was sent; one that is none has no name, and is nobody's."""
    told = body.get(name, [])
    return [one if isinstance(one, Mapping) else {} for one in told] if isinstance(told, list) else [{}]


def _names(parts: list[Mapping]) -> list[tuple[object, object]]:
    return [(one.get("id"), one.get("property")) for one in parts]


def _output_names(made: object) -> list[tuple[object, object]]:
    outputs = made if isinstance(made, list | tuple) else [made]
    return [(one.component_id, one.component_property) for one in outputs]


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""
