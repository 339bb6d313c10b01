-- What a result's declared measure came to, so that the next result of the same metric can be held against it.

alter table surefoot.results add column metric uuid, add column metric_value text;

create index results_metric on surefoot.results (tenant, metric, kept_at desc) where metric is not null;

comment on column surefoot.results.metric is 'MD5 of measure, tables, grain, dimensions and filters; null where nothing is compared.';
comment on column surefoot.results.metric_value is 'A decimal: a day''s share of the sum, or the mean of its rows.';
