"""The visible list of all commands."""

from __future__ import annotations

import typer

from . import backups, clients, doctor, evaluating, exporting, importing, keys, opening, serve, service, status, wiping

app = typer.Typer(
    name="ownfeed",
    help="Your YouTube home page, ranked by your own taste, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("serve")(serve.serve)
app.command("pair")(clients.pair)
app.command("clients")(clients.clients)
app.command("import")(importing.import_history)
app.command("status")(status.status)
app.command("doctor")(doctor.doctor)
app.command("open")(opening.open_page)
app.command("evaluate")(evaluating.evaluate)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("export")(exporting.export)
app.command("wipe")(wiping.wipe)
app.add_typer(service.service, name="service")
app.add_typer(keys.key, name="key")
