"""Makes Superset ready and serves it, all in one process: each `superset` command of its own would import it anew."""

import os

from flask_migrate import upgrade
from superset.app import create_app
from werkzeug.serving import run_simple

app = create_app()
with app.app_context():
    from superset.extensions import appbuilder, security_manager

    upgrade(directory=os.path.join(os.path.dirname(__import__("superset").__file__), "migrations"))
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    security_manager.add_user(
        "admin",
        "Check",
        "Admin",
        "admin@example.com",
        security_manager.find_role("Admin"),
        os.environ["CHECK_PASSWORD"],
    )

run_simple("127.0.0.1", int(os.environ["CHECK_PORT"]), app, threaded=True)
