"""What can be set from outside: one frozen model, from command line > environment > file > default.

The environment variables are `OWNFEED_*` (`OWNFEED_PORT`, `OWNFEED_DATA_DIR`, …); the file is `DATA_DIR/ownfeed.toml`.
A person's dials of taste are not here: they live in the database and change while the daemon runs.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from .errors import BadSetting

HOST: Final = "127.0.0.1"
"""The only address the daemon ever listens on."""

EXTENSION_ID: Final = "babkfdogofflnlafgiedepefepihfmfj"
"""The id Chromium derives from the `key` in extension/manifest.json."""

EXTENSION_DIR: Final = Path(__file__).resolve().parent.parent / "extension"
"""Where the unpacked extension lies in a clone."""

FILE_NAME: Final = "ownfeed.toml"

PREFIX: Final = "OWNFEED_"
NO_SETTINGS: Final = frozenset({"OWNFEED_DEBUG", "OWNFEED_IN_VENV"})
"""Variables that are read elsewhere."""


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _named(value: object) -> object:
    if value == "":  # it would be the folder somebody happens to stand in
        raise ValueError("it names no folder")
    return value


class Settings(BaseSettings):
    """Everything the daemon is told at its start; `load_settings` makes one with errors a person understands."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")
    _reads_environment: ClassVar[bool] = True

    data_dir: Annotated[Path, BeforeValidator(_named), AfterValidator(_absolute)] = Field(
        default_factory=lambda: user_data_path("ownfeed", appauthor=False),
        description="Where everything OwnFeed knows is kept.",
    )
    port: int = Field(default=7863, ge=1, le=65535, description="The port on 127.0.0.1 the daemon listens on.")
    demo: bool = Field(default=False, description="Made-up people and videos in a throw-away data directory.")
    embedding_model: str = Field(
        default="ownfeed/static",
        min_length=1,
        description="The packaged model, or the name of any fastembed model (fetched from Hugging Face once).",
    )
    extension_ids: tuple[Annotated[str, Field(pattern="^[a-p]{32}$")], ...] = Field(
        default=(EXTENSION_ID,),
        description="The extensions whose pages may ask; a JSON list in the environment.",
    )
    discovery: bool = Field(
        default=True, description="Whether the feeds of channels you trust are asked for new videos."
    )
    oembed: bool = Field(
        default=True, description="Whether YouTube is asked for titles and channels that a history does not hold."
    )
    transcripts: bool = Field(
        default=False, description="Whether YouTube is asked for the transcripts of videos that matter to you."
    )
    transcripts_a_day: int = Field(default=100, ge=0, le=1_000, description="How many in 24 hours.")
    transcript_spacing_seconds: float = Field(
        default=60.0, ge=0, le=3600, description="How long to wait, on the average, between two transcripts."
    )
    youtube_address: str = Field(
        default="https://www.youtube.com",
        pattern="^https?://[^/]+$",
        description="Where YouTube is asked without a key.",
    )
    youtube_api_key: SecretStr = Field(
        default=SecretStr(""), description="A key of the YouTube Data API; without one nothing is asked of that API."
    )
    youtube_api_address: str = Field(
        default="https://youtube.googleapis.com", pattern="^https?://[^/]+$", description="Where that API answers."
    )
    youtube_region: str = Field(
        default="",
        pattern="^([A-Z]{2})?$",
        description="Whose charts are asked for with a key: two letters (DE, FR, …); empty for YouTube's own choice.",
    )
    quota_searches: int = Field(default=100, ge=0, description="How many searches a day the key allows.")
    quota_units: int = Field(default=10_000, ge=0, description="How many units a day the key allows for all else.")
    request_spacing_seconds: float = Field(
        default=1.0, ge=0, le=3600, description="How long to wait, on the average, between two requests to YouTube."
    )
    model: str = Field(
        default="",
        max_length=200,
        description="A language model for rules and interests in words, as pydantic-ai names it; without one none is asked.",
    )
    model_url: str = Field(
        default="",
        pattern="^(https?://.+)?$",
        description="Where a server that speaks OpenAI's protocol answers: Ollama, llama.cpp and others.",
    )
    model_key: SecretStr = Field(
        default=SecretStr(""), description="The key that server or the model's provider asks for."
    )
    model_seconds: float = Field(default=30.0, gt=0, le=600, description="How long the model may take for one answer.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is written to the log; never titles or history."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="A line for people, or one JSON object a line for programs."
    )

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data_dir / "ownfeed.db"

    @property
    def lock(self) -> Path:
        """The file whose lock says who holds the data."""
        return self.data_dir / "lock"

    @property
    def cli_token(self) -> Path:
        """The commands' bearer token, for the owner's eyes only."""
        return self.data_dir / "cli-token"

    @property
    def daemon_json(self) -> Path:
        """Where the running daemon says how to reach it: `{port, pid}`."""
        return self.data_dir / "daemon.json"

    @property
    def model_cache(self) -> Path:
        """Where fastembed keeps models that are fetched."""
        return self.data_dir / "models"

    @property
    def backups(self) -> Path:
        """Where copies of the database lie."""
        return self.data_dir / "backups"

    @property
    def begun(self) -> Path:
        """There once the database was made, with how many signals it held lately: what has less later has lost some."""
        return self.data_dir / "begun"

    @property
    def suspect(self) -> Path:
        """What a run noticed of damage, for the next start to put right."""
        return self.data_dir / "suspect"

    @property
    def rescued(self) -> Path:
        """What a person is to be told of a database that gave way to a copy."""
        return self.data_dir / "rescued.json"

    @property
    def uploads(self) -> Path:
        """Where a streamed import waits for its job."""
        return self.data_dir / "uploads"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; the file lies in the data directory, which only the first two can name."""
        named = env_settings() | init_settings()
        default = settings_cls.model_fields["data_dir"].get_default(call_default_factory=True, validated_data={})
        file = _absolute(Path(str(named.get("data_dir", default)))) / FILE_NAME
        kept = TomlConfigSettingsSource(settings_cls, toml_file=file)
        if "data_dir" in kept():
            raise BadSetting(
                f"{file} lies in the data directory and cannot name it; say it with --data-dir or OWNFEED_DATA_DIR."
            )
        return (init_settings, env_settings, kept) if cls._reads_environment else (init_settings, kept)


def load_settings(**given: object) -> Settings:
    """Return the effective settings; a given value of None counts as not given.

    Raises BadSetting with one sentence that names the setting and what it may be: also for a variable that sets nothing, for
    whoever misspells a switch believes it to be off.
    """
    if (unknown := _unknown_variable()) is not None:
        raise BadSetting(_no_such(unknown))
    with _told_in_a_sentence():
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def load_kept(data_dir: Path) -> Settings:
    """Return the settings of these data where no variable is set: those of the file and the defaults.

    Raises BadSetting, also for what a variable stands in for here.
    """
    with _told_in_a_sentence():
        return _Kept(data_dir=data_dir)


@contextlib.contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise BadSetting(_sentence(error)) from error
    except PermissionError as error:  # as after a start with sudo
        whose = f"if sudo made it, run: sudo chown -R $(id -u) '{Path(error.filename).parent}'"
        raise BadSetting(f"The settings in {error.filename} cannot be read ({error.strerror}); {whose}") from error
    except (SettingsError, ValueError, OSError) as error:  # a file or variable that cannot be parsed at all
        raise BadSetting(
            f"The settings cannot be read: {error}. Mend {FILE_NAME} or the OWNFEED_* variable."
        ) from error


class _Kept(Settings):
    _reads_environment: ClassVar[bool] = False


def _unknown_variable() -> str | None:
    """Return the first environment variable that looks like a setting and is none."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | NO_SETTINGS
    return next(
        (name for name in sorted(os.environ) if name.upper().startswith(PREFIX) and name.upper() not in known), None
    )


def _no_such(variable: str) -> str:
    near = get_close_matches(variable.upper(), [f"{PREFIX}{name}".upper() for name in Settings.model_fields], 1)
    meant = f" Did you mean {near[0]}?" if near else " docs/commands.md lists them all."
    return f"There is no setting {variable}.{meant}"


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"There is no setting {name}; the settings are {', '.join(Settings.model_fields)}."
    message = first["msg"].removeprefix("Value error, ")
    is_secret = Settings.model_fields[str(first["loc"][0])].annotation is SecretStr  # a key is never printed
    given = "what was given" if is_secret else repr(first["input"])
    return f"The setting {name} cannot be {given}: {message[:1].lower()}{message[1:]}."
