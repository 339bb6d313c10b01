-- What is told of a lower rung's result, so that an attempt whose word was lost need not make it again.

alter table surefoot.results add column lesser jsonb;

comment on column surefoot.results.lesser is
  'What was left out, what ran in place of the step''s own input, and what it cost; null for a step''s own result.';
