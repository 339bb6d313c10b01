-- Finds the plan of an earlier run of the same question while Claude cannot be asked.

create index runs_answered on surefoot.runs (tenant, md5(question)) where status = 'answered';
