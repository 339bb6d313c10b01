const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Functions of pg_catalog that compute from their arguments alone and in bounded memory, or read the clock. Not here on
 * purpose: repeat (a cell of any size), current_setting and set_config, everything that names a relation, a file, a
 * session, a lock or a statement (query_to_xml, ts_stat, dblink, pg_*, lo_*, txid_*).
 */
export const allowedFunctions = words(`
  abs acos acosd asin asind atan atan2 atan2d atand cbrt ceil ceiling cos cosd cot degrees div erf exp factorial floor
  gcd lcm ln log log10 min_scale mod pi power pow radians random round scale sign sin sind sinh cosh tanh sqrt tan tand
  trim_scale trunc width_bucket
  ascii btrim bit_length char_length character_length chr concat concat_ws initcap left length like_escape lower lpad
  ltrim md5 normalize octet_length overlay position quote_literal regexp_count regexp_instr regexp_like regexp_match
  regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr replace reverse right rpad
  rtrim similar_to_escape split_part starts_with string_to_array string_to_table strpos substr substring to_hex
  translate upper unistr sha256 encode decode convert_from convert_to notlike like ilike
  age clock_timestamp date date_bin date_part date_trunc extract isfinite justify_days justify_hours justify_interval
  make_date make_interval make_time make_timestamp make_timestamptz now statement_timestamp timezone to_char to_date
  to_number to_timestamp transaction_timestamp overlaps timestamp timestamptz time timetz interval date_add
  date_subtract
  int2 int4 int8 float4 float8 numeric text bool varchar bpchar
  avg count max min sum bool_and bool_or every bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg
  jsonb_object_agg corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont percentile_disc
  any_value
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  array_append array_cat array_length array_lower array_ndims array_position array_positions array_prepend array_remove
  array_replace array_to_string array_upper cardinality trim_array unnest generate_subscripts generate_series
  json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
  json_each_text json_extract_path json_extract_path_text json_object_keys json_strip_nulls json_typeof jsonb_array_elements
  jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text
  jsonb_extract_path jsonb_extract_path_text jsonb_object_keys jsonb_strip_nulls jsonb_typeof jsonb_path_exists
  jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty row_to_json to_json to_jsonb
  isempty lower_inc lower_inf upper_inc upper_inf range_merge daterange tsrange tstzrange numrange int4range int8range
  to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd
  num_nulls num_nonnulls host family masklen network`);

/** Types a value may be cast to: none that looks a name up in the system catalogs (reg*) or holds a file or a tree. */
export const allowedTypes = words(`
  bool boolean int2 int4 int8 smallint integer int bigint float4 float8 real numeric decimal money text varchar bpchar
  char name uuid date time timetz timestamp timestamptz interval json jsonb jsonpath bytea inet cidr macaddr bit varbit
  daterange tsrange tstzrange numrange int4range int8range tsvector tsquery point record`);

export const allowedOperators = words(`
  = <> != < > <= >= + - * / % ^ || ~~ !~~ ~~* !~~* ~ !~ ~* !~* -> ->> #> #>> #- @> <@ ? ?| ?& && |/ ||/ @ & | # << >>
  -|- @@ @? &< &> ^@ BETWEEN`);

/** Key words that read the clock. The others (CURRENT_USER, SESSION_USER, CURRENT_SCHEMA …) tell about the session. */
export const allowedValueFunctions = words(`
  SVFOP_CURRENT_DATE SVFOP_CURRENT_TIME SVFOP_CURRENT_TIME_N SVFOP_CURRENT_TIMESTAMP SVFOP_CURRENT_TIMESTAMP_N
  SVFOP_LOCALTIME SVFOP_LOCALTIME_N SVFOP_LOCALTIMESTAMP SVFOP_LOCALTIMESTAMP_N`);

/** What functions of other dialects are called here. */
export const otherDialects: ReadonlyMap<string, string> = new Map([
  ['ifnull', 'coalesce(a, b)'],
  ['isnull', 'coalesce(a, b) or a IS NULL'],
  ['nvl', 'coalesce(a, b)'],
  ['nvl2', 'CASE WHEN a IS NOT NULL THEN b ELSE c END'],
  ['if', 'CASE WHEN a THEN b ELSE c END'],
  ['iff', 'CASE WHEN a THEN b ELSE c END'],
  ['decode_case', 'CASE WHEN a THEN b ELSE c END'],
  ['datediff', 'a::date - b::date'],
  ['date_diff', 'a::date - b::date'],
  ['timestampdiff', 'extract(epoch from a - b)'],
  ['dateadd', "d + interval '1 day'"],
  ['adddate', "d + interval '1 day'"],
  ['date_sub', "d - interval '1 day'"],
  ['last_day', "date_trunc('month', d) + interval '1 month - 1 day'"],
  ['add_months', "d + interval '1 month'"],
  ['year', 'extract(year from d)'],
  ['quarter', 'extract(quarter from d)'],
  ['month', 'extract(month from d)'],
  ['week', 'extract(week from d)'],
  ['day', 'extract(day from d)'],
  ['dayofweek', 'extract(dow from d)'],
  ['hour', 'extract(hour from d)'],
  ['getdate', 'current_timestamp'],
  ['curdate', 'current_date'],
  ['sysdate', 'current_timestamp'],
  ['strftime', 'to_char(d, format)'],
  ['date_format', 'to_char(d, format)'],
  ['format_date', 'to_char(d, format)'],
  ['str_to_date', 'to_date(text, format)'],
  ['parse_date', 'to_date(text, format)'],
  ['unix_timestamp', 'extract(epoch from t)'],
  ['from_unixtime', 'to_timestamp(seconds)'],
  ['group_concat', 'string_agg(text, separator)'],
  ['listagg', 'string_agg(text, separator)'],
  ['len', 'length(text)'],
  ['charindex', 'strpos(text, part)'],
  ['instr', 'strpos(text, part)'],
  ['locate', 'strpos(text, part)'],
  ['substring_index', 'split_part(text, separator, n)'],
  ['safe_divide', 'a / nullif(b, 0)'],
  ['countif', 'count(*) FILTER (WHERE …)'],
  ['approx_count_distinct', 'count(DISTINCT a)'],
  ['median', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY a)'],
  ['rand', 'random()'],
  ['format', 'to_char(value, format) or ||'],
  ['repeat', 'a literal'],
]);
