"""Takes leads to the lead API; the only room that talks HTTP to it."""

from leadframe.delivery.backend import Backend, lead_api, open_ledger
from leadframe.delivery.channel_info import ChannelInfo, OptionInfo, PropertyInfo, StatusInfo
from leadframe.delivery.client import LeadAPI
from leadframe.delivery.courier import Courier
from leadframe.delivery.news import News

__all__ = [
    "Backend",
    "ChannelInfo",
    "Courier",
    "LeadAPI",
    "News",
    "OptionInfo",
    "PropertyInfo",
    "StatusInfo",
    "lead_api",
    "open_ledger",
]
