from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.delivery import OptionInfo
from leadframe.delivery.channel_info import ChannelInfo, PropertyInfo, read_channels
from leadframe.errors import UnreadableAnswerError


def channel(**values: object) -> ChannelInfo:
    (one,) = read_channels(json.dumps({"channels": [{"id": "c-1", **values}]}).encode())
    return one


def first_property(**values: object) -> PropertyInfo:
    return channel(property_definitions=[{"id": "p-1", **values}]).properties[0]


def test_a_channel_that_says_nothing_is_closed_and_empty() -> None:
    assert channel() == ChannelInfo(
        id="c-1", uuid="", title="", currency="", no_auth_api=False, properties=(), statuses=()
    )


def test_properties_come_in_their_order() -> None:
    told = [{"id": "b", "order": 2}, {"id": "a", "order": 1}, {"id": "none"}]
    properties = channel(property_definitions=told).properties
    assert [one.id for one in properties] == ["none", "a", "b"]


def test_a_property_is_visible_unless_it_says_otherwise() -> None:
    assert first_property().visible
    assert not first_property(visible=False).visible


def test_a_type_nobody_has_heard_of_is_passed_on() -> None:
    assert first_property(type="hologram").type == "hologram"


@pytest.mark.parametrize(
    ("told", "options"),
    [
        (["Small"], (OptionInfo(value="Small", label="Small"),)),
        ([{"value": "s", "label": "Small"}], (OptionInfo(value="s", label="Small"),)),
        ([{"label": "Small"}], (OptionInfo(value="Small", label="Small"),)),
        ([{"value": "s"}], (OptionInfo(value="s", label="s"),)),
        ([{}, "", 7, None, []], ()),
        ("Small", ()),
        (None, ()),
    ],
)
def test_options_are_strings_or_pairs(told: object, options: tuple[OptionInfo, ...]) -> None:
    assert first_property(options=told).options == options


def test_what_has_no_id_is_left_out() -> None:
    body = b'{"channels": [null, 7, {}, {"id": 7}, {"id": "c-1", "lead_status": [{}]}]}'
    (one,) = read_channels(body)
    assert (one.id, one.statuses) == ("c-1", ())


@pytest.mark.parametrize(
    "body", [b"", b"<h1>", b"[]", b"null", b"{}", b'{"channels": {}}', b"[" * 100_000]
)
def test_an_answer_without_channels_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_channels(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "property_definitions", "lead_status", "order", "options"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON))
def test_no_list_of_channels_is_too_odd_to_read(channels: list[object]) -> None:
    for one in read_channels(json.dumps({"channels": channels}).encode()):
        assert isinstance(one.id, str)
