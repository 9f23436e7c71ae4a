"""The one place that asks a language model: only where one is set, only for whom has agreed, and never with a tool it could call.

What stands in titles is data: it is sent as JSON under our own instructions, and what comes back is nothing but values of a
schema, which the caller judges like anything that comes in. One question is one request; whatever goes wrong is one sentence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel

from daemon.settings import Settings
from daemon.store import Store
from daemon.store.model_use import Usage

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model as Client
    from pydantic_ai.providers import Provider

log = logging.getLogger(__name__)

MOST_TOKENS: Final = 2_000
"""Of one answer."""

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """What a model is asked, whole: nothing else about the person is sent."""

    instructions: str
    data: str
    """JSON: what the person said or did."""
    answer: type[Answer]
    """What it may answer."""


class ModelFailed(Exception):
    """There is no answer that can be used; says why in one sentence."""


class Model:
    """The model that is set, or none."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock

    @property
    def is_set(self) -> bool:
        """Whether there is a model at all."""
        return bool(self._settings.model)

    @property
    def destination(self) -> str:
        """Whom it is sent to: the model, and the server where one is named."""
        url = self._settings.model_url
        return f"{self._settings.model} at {urlsplit(url).netloc.rpartition('@')[2]}" if url else self._settings.model

    async def may_be_asked(self, user_id: int) -> bool:
        """Whether one is set and this person has agreed."""
        return self.is_set and await self._store.model_use.has_agreed(user_id, self.destination)

    async def ask(self, user_id: int, question: Question[Answer]) -> Answer:
        """Return an answer that fits the question's schema; raises ModelFailed.

        What it says may still be wrong, or made up by whoever wrote a title: the caller checks it against what it knows.
        """
        if not await self.may_be_asked(user_id):
            raise ModelFailed("You have not agreed to asking a language model.")
        try:
            agent, host = await asyncio.to_thread(self._agent, question)  # loading it takes a second
        except Exception as error:  # a provider that is not installed, a name nobody knows, a key that is missing
            raise self._failure("cannot be used", error) from error
        await self._store.egress.add(self._today(), host)
        try:
            async with asyncio.timeout(self._settings.model_seconds), agent:
                result = await agent.run(question.data)
        except TimeoutError as error:
            await self._count(Usage(requests=1))
            raise self._failure(f"took longer than {self._settings.model_seconds:g} seconds", error) from error
        except Exception as error:  # its client, its server and what it says can fail in ways that nobody has listed
            await self._count(Usage(requests=1))
            raise self._failure(_reason(error), error) from error
        await self._count(_usage(result.response))
        return result.output

    def _agent(self, question: Question[Answer]) -> tuple[Agent[object, Answer], str]:
        from pydantic_ai import Agent, NativeOutput, PromptedOutput

        client = _client(self._settings)
        can_be_held_to_schema = bool(dict(client.profile).get("supports_json_schema_output"))
        kind: Any = (
            NativeOutput(question.answer, strict=True) if can_be_held_to_schema else PromptedOutput(question.answer)
        )
        agent: Agent[object, Answer] = Agent(
            client,
            output_type=kind,
            instructions=question.instructions,
            retries=0,
            model_settings={"max_tokens": MOST_TOKENS, "timeout": self._settings.model_seconds},
        )
        return agent, urlsplit(client.base_url or "").hostname or self._settings.model

    def _failure(self, what: str, error: BaseException) -> ModelFailed:
        log.warning("the language model %s (%s)", what, type(error).__name__)  # never what was asked or answered
        return ModelFailed(f"The language model {what}.")

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).date().isoformat()

    async def _count(self, used: Usage) -> None:
        await self._store.model_use.add(self._today(), self._settings.model, used)


def _client(settings: Settings) -> Client:
    """Return pydantic-ai's own model: of the server that is named, else of the provider its name begins with."""
    from pydantic_ai.models import infer_model
    from pydantic_ai.providers import infer_provider, infer_provider_class

    key = settings.model_key.get_secret_value()
    if settings.model_url:
        return _on_server(settings.model.removeprefix("openai:").removeprefix("ollama:"), settings.model_url, key)

    def provider(name: str) -> Provider[Any]:
        made: Any = infer_provider_class(name)
        return made(api_key=key) if key else infer_provider(name)

    return infer_model(settings.model, provider)


def _on_server(name: str, url: str, key: str) -> Client:
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    provider = OpenAIProvider(base_url=url, api_key=key or "none")  # its client demands one where the server wants none
    provider.client.max_retries = 0  # one question is one request, or what is sent could not be counted
    return OpenAIChatModel(name, provider=provider)


def _reason(error: Exception) -> str:
    from pydantic_ai.exceptions import ModelHTTPError, UnexpectedModelBehavior

    if isinstance(error, ModelHTTPError):
        status = error.status_code
        if status == 429:
            return "is asked too often or has no allowance left"
        return "refuses the key" if status in (401, 403) else f"answered with an error ({status})"
    return "answered what cannot be used" if isinstance(error, UnexpectedModelBehavior) else "cannot be reached"


def _usage(response: ModelResponse) -> Usage:
    try:
        dollars = float(response.cost().total_price)
    except (LookupError, ValueError, AssertionError):  # no price is known of it
        dollars = 0.0
    used = response.usage
    return Usage(1, used.input_tokens, used.output_tokens, dollars)
