-- Finds a user's runs, to list them and to forget them.

create index runs_user on surefoot.runs (tenant, user_id, began_at);
