"""The replay as a job: computed in a child from the data in the file, kept, and told by the route and the command."""

from __future__ import annotations

from pathlib import Path

from daemon.jobs import evaluate
from daemon.jobs.work import Tools
from daemon.keys import RECOMMENDER, SETTINGS, STORE
from tests.daemon.lived import lived
from tests.daemon.running import Daemon, running
from tests.daemon.serving import ownfeed, serving

DAY = 86_400


async def replayed(daemon: Daemon) -> dict[str, object]:
    job_id = (await daemon.post("/api/evaluation", {}))["job_id"]
    await daemon.settled()
    job = await daemon.get(f"/api/jobs/{job_id}")
    assert job["state"] == "done", job
    return dict(await daemon.get("/api/evaluation"))


async def test_before_the_first_replay_it_says_how_to_get_one(daemon: Daemon) -> None:
    told = await daemon.get("/api/evaluation")
    assert told["made_at"] is None
    assert "ownfeed evaluate" in told["message"]
    assert told["weeks"] is None


async def test_a_replay_tells_week_by_week_what_each_ranker_would_have_found(daemon: Daemon) -> None:
    await lived(daemon)
    told = await replayed(daemon)
    weeks = told["weeks"]
    assert isinstance(weeks, dict)
    assert not weeks["too_early"]
    assert weeks["videos"] == 300
    assert all(week["found"]["hybrid"] >= week["found"]["by chance"] for week in weeks["each"])
    found = {name: figures["ndcg@10"]["mean"] for name, figures in weeks["rankers"].items()}
    assert found["hybrid"] > max(found["newest first"], found["most viewed"], found["by chance"])
    assert str(told["message"]).startswith("In your last week you watched ")
    assert told["does_not_show"]


async def test_too_little_is_told_as_too_little(daemon: Daemon) -> None:
    await lived(daemon, weeks=1)
    assert str((await replayed(daemon))["message"]).startswith("Too early to say")


async def test_it_tells_what_each_rule_and_dial_changes(daemon: Daemon) -> None:
    await lived(daemon)
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "chess"}, "text": "no chess"})
    await daemon.ask("PUT", "/api/settings", {"freshness": 3})
    choices = (await replayed(daemon))["choices"]
    assert isinstance(choices, list)
    assert [(each["kind"], each["name"]) for each in choices] == [("dial", "freshness"), ("rule", "no chess")]


async def test_it_is_made_again_once_a_week_by_itself(daemon: Daemon) -> None:
    await daemon.settled()
    app = daemon.app
    tools = Tools(app[STORE], app[RECOMMENDER], app[SETTINGS], daemon.clock)
    assert not await evaluate.is_due(tools, daemon.user_id)
    await lived(daemon)
    assert await evaluate.is_due(tools, daemon.user_id)
    await replayed(daemon)
    assert not await evaluate.is_due(tools, daemon.user_id)
    daemon.clock.now += 7 * DAY
    assert await evaluate.is_due(tools, daemon.user_id)


async def test_a_wipe_takes_it_away(daemon: Daemon) -> None:
    await lived(daemon)
    await replayed(daemon)
    await daemon.ask("DELETE", "/api/data", {"confirm": True})
    assert (await daemon.get("/api/evaluation"))["made_at"] is None


async def test_the_command_says_the_same_with_and_without_a_running_daemon(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as daemon:
        await lived(daemon)
    alone = ownfeed("evaluate", data_dir=tmp_path / "data")
    with serving(tmp_path / "data"):
        beside = ownfeed("evaluate", "--json", tmp_path / "report.json", data_dir=tmp_path / "data")
    assert (alone.returncode, alone.stderr) == (beside.returncode, beside.stderr) == (0, "")
    assert alone.stdout.splitlines()[0] == beside.stdout.splitlines()[0]
    assert "newest first" in alone.stdout
    assert "What this does not show:" in alone.stdout
    assert '"made_at"' in (tmp_path / "report.json").read_text(encoding="utf-8")


def test_without_data_the_command_says_what_to_do(tmp_path: Path) -> None:
    said = ownfeed("evaluate", data_dir=tmp_path / "nothing")
    assert said.returncode == 2
    assert "import a history first" in said.stderr


def test_a_place_where_no_report_can_be_is_told_before_the_work(tmp_path: Path) -> None:
    ownfeed("pair", data_dir=tmp_path / "data")
    for place, said in ((tmp_path, "is a folder; name a file in it"), (tmp_path / "no" / "x", "There is no folder")):
        refused = ownfeed("evaluate", "--json", place, data_dir=tmp_path / "data")
        assert (refused.returncode, refused.stdout, said in refused.stderr) == (2, "", True)
