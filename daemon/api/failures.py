"""Errors as replies: one family, one form, one middleware that translates."""

from __future__ import annotations

import logging
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel

from daemon import errors

log = logging.getLogger(__name__)


class Failure(BaseModel):
    """What went wrong, for a program (`code`) and a person (`message`)."""

    code: str
    message: str
    details: dict[str, object] = {}


class ErrorOut(BaseModel):
    """The body of every answer that is not a success."""

    error: Failure


_BY_STATUS: Final = {
    404: errors.NotFound("There is nothing at this address; /docs lists what there is."),
    405: errors.MethodNotAllowed("This address exists but cannot be asked in this way; /docs says how."),
    413: errors.TooLarge("The body is larger than this address takes."),
}


def error_response(error: errors.OwnFeedError) -> web.Response:
    """Return the reply for an error of the family."""
    body = ErrorOut(error=Failure(code=error.code, message=error.message, details=error.details))
    return web.Response(status=error.status, body=body.model_dump_json().encode(), content_type="application/json")


@web.middleware
async def translate_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into a reply; a fault of ours is logged and shown as one sentence."""
    try:
        return await handler(request)
    except errors.OwnFeedError as error:
        if error.status >= 500:
            log.warning("%s %s: %s", request.method, request.match_info.route.name or request.path, error.message)
        return error_response(error)
    except web.HTTPMethodNotAllowed as error:
        response = error_response(_BY_STATUS[error.status])
        response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
        return response
    except web.HTTPException as error:
        return error_response(_BY_STATUS.get(error.status) or errors.InvalidRequest("This request cannot be read."))
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return error_response(errors.OwnFeedError("OwnFeed made a mistake; its log says more."))
