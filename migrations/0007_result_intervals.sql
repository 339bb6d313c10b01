-- Estimates carry where they lie; a result with intervals, even none of them, was read from a sample.

alter table surefoot.results add column intervals json;

comment on column surefoot.results.intervals is
  'Of a sample: [{ row, column, low, high }], and [] for a mere look at the first rows. Null for what was read whole.';
