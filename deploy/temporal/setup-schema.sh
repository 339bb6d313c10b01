#!/bin/sh
# Creates Temporal's two databases and brings their schema to this image's version. May be repeated: what is there stays.
# Connection and password come from SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

setup() {
  temporal-sql-tool --database "$1" create-database
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

setup temporal temporal
setup temporal_visibility visibility
