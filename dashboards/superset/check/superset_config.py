"""A Superset that lives as long as one check: what it needs comes from the process that starts it."""

import os

SECRET_KEY = os.environ["CHECK_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['CHECK_FOLDER']}/superset.db?check_same_thread=false"
# The check reads everything once.
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# Says nothing that is of use here, and three lines for each request.
LOG_LEVEL = "WARNING"
