/**
 * The functions of Trino 476 that Athena has, as SHOW FUNCTIONS gives them: name|arguments|result|kind. Single words that are no type are
 * type variables; letters in parentheses stand for lengths, precisions and scales.
 */
export const signatureLines = `
abs|bigint|bigint|scalar
abs|decimal(p,s)|decimal(p,s)|scalar
abs|double|double|scalar
abs|integer|integer|scalar
abs|real|real|scalar
abs|smallint|smallint|scalar
abs|tinyint|tinyint|scalar
acos|double|double|scalar
all_match|array(t), function(t,boolean)|boolean|scalar
any_match|array(t), function(t,boolean)|boolean|scalar
any_value|t|t|aggregate
approx_distinct|boolean|bigint|aggregate
approx_distinct|boolean, double|bigint|aggregate
approx_distinct|t|bigint|aggregate
approx_distinct|t, double|bigint|aggregate
approx_distinct|unknown|bigint|aggregate
approx_distinct|unknown, double|bigint|aggregate
approx_most_frequent|bigint, bigint, bigint|map(bigint,bigint)|aggregate
approx_most_frequent|bigint, varchar, bigint|map(varchar,bigint)|aggregate
approx_percentile|bigint, array(double)|array(bigint)|aggregate
approx_percentile|bigint, double|bigint|aggregate
approx_percentile|bigint, double, array(double)|array(bigint)|aggregate
approx_percentile|bigint, double, double|bigint|aggregate
approx_percentile|bigint, double, double, double|bigint|aggregate
approx_percentile|double, array(double)|array(double)|aggregate
approx_percentile|double, double|double|aggregate
approx_percentile|double, double, array(double)|array(double)|aggregate
approx_percentile|double, double, double|double|aggregate
approx_percentile|double, double, double, double|double|aggregate
approx_percentile|real, array(double)|array(real)|aggregate
approx_percentile|real, double|real|aggregate
approx_percentile|real, double, array(double)|array(real)|aggregate
approx_percentile|real, double, double|real|aggregate
approx_percentile|real, double, double, double|real|aggregate
approx_set|bigint|hyperloglog|aggregate
approx_set|double|hyperloglog|aggregate
approx_set|varchar(x)|hyperloglog|aggregate
arbitrary|t|t|aggregate
array_agg|t|array(t)|aggregate
array_distinct|array(e)|array(e)|scalar
array_except|array(e), array(e)|array(e)|scalar
array_histogram|array(t)|map(t,bigint)|scalar
array_intersect|array(e), array(e)|array(e)|scalar
array_join|array(e), varchar|varchar|scalar
array_join|array(e), varchar, varchar|varchar|scalar
array_max|array(t)|t|scalar
array_min|array(t)|t|scalar
array_position|array(t), t|bigint|scalar
array_remove|array(e), e|array(e)|scalar
array_sort|array(e)|array(e)|scalar
array_sort|array(t), function(t,t,integer)|array(t)|scalar
array_union|array(e), array(e)|array(e)|scalar
arrays_overlap|array(e), array(e)|boolean|scalar
asin|double|double|scalar
at_timezone|timestamp(p) with time zone, varchar(x)|timestamp(p) with time zone|scalar
atan|double|double|scalar
atan2|double, double|double|scalar
avg|bigint|double|aggregate
avg|decimal(p,s)|decimal(p,s)|aggregate
avg|double|double|aggregate
avg|interval day to second|interval day to second|aggregate
avg|interval year to month|interval year to month|aggregate
avg|real|real|aggregate
bar|double, bigint|varchar|scalar
bar|double, bigint, color, color|varchar|scalar
beta_cdf|double, double, double|double|scalar
bing_tile|integer, integer, integer|bingtile|scalar
bing_tile|varchar|bingtile|scalar
bing_tile_at|double, double, integer|bingtile|scalar
bing_tile_coordinates|bingtile|row("x" integer,"y" integer)|scalar
bing_tile_polygon|bingtile|geometry|scalar
bing_tile_quadkey|bingtile|varchar|scalar
bing_tile_zoom_level|bingtile|tinyint|scalar
bing_tiles_around|double, double, integer|array(bingtile)|scalar
bing_tiles_around|double, double, integer, double|array(bingtile)|scalar
bit_count|bigint, bigint|bigint|scalar
bitwise_and|bigint, bigint|bigint|scalar
bitwise_and_agg|bigint|bigint|aggregate
bitwise_left_shift|bigint, integer|bigint|scalar
bitwise_left_shift|integer, integer|integer|scalar
bitwise_left_shift|smallint, integer|smallint|scalar
bitwise_left_shift|tinyint, integer|tinyint|scalar
bitwise_not|bigint|bigint|scalar
bitwise_or|bigint, bigint|bigint|scalar
bitwise_or_agg|bigint|bigint|aggregate
bitwise_right_shift|bigint, integer|bigint|scalar
bitwise_right_shift|integer, integer|integer|scalar
bitwise_right_shift|smallint, integer|smallint|scalar
bitwise_right_shift|tinyint, integer|tinyint|scalar
bitwise_right_shift_arithmetic|bigint, integer|bigint|scalar
bitwise_right_shift_arithmetic|integer, integer|integer|scalar
bitwise_right_shift_arithmetic|smallint, integer|smallint|scalar
bitwise_right_shift_arithmetic|tinyint, integer|tinyint|scalar
bitwise_xor|bigint, bigint|bigint|scalar
bitwise_xor_agg|bigint|bigint|aggregate
bool_and|boolean|boolean|aggregate
bool_or|boolean|boolean|aggregate
cardinality|array(e)|bigint|scalar
cardinality|hyperloglog|bigint|scalar
cardinality|map(k,v)|bigint|scalar
cardinality|setdigest|bigint|scalar
cbrt|double|double|scalar
ceil|bigint|bigint|scalar
ceil|decimal(p,s)|decimal(rp,0)|scalar
ceil|double|double|scalar
ceil|integer|integer|scalar
ceil|real|real|scalar
ceil|smallint|smallint|scalar
ceil|tinyint|tinyint|scalar
ceiling|bigint|bigint|scalar
ceiling|decimal(p,s)|decimal(rp,0)|scalar
ceiling|double|double|scalar
ceiling|integer|integer|scalar
ceiling|real|real|scalar
ceiling|smallint|smallint|scalar
ceiling|tinyint|tinyint|scalar
checksum|t|varbinary|aggregate
chr|bigint|varchar(1)|scalar
codepoint|varchar(1)|integer|scalar
color|double, color, color|color|scalar
color|double, double, double, color, color|color|scalar
color|varchar(x)|color|scalar
combinations|array(t), integer|array(array(t))|scalar
concat|E, array(E)|array(E)|scalar
concat|array(E)|array(E)|scalar
concat|array(E), E|array(E)|scalar
concat|char(x), char(y)|char(u)|scalar
concat|varbinary|varbinary|scalar
concat|varchar|varchar|scalar
concat_ws|varchar, array(varchar)|varchar|scalar
concat_ws|varchar, varchar|varchar|scalar
contains|array(t), t|boolean|scalar
contains|varchar, ipaddress|boolean|scalar
contains_sequence|array(t), array(t)|boolean|scalar
convex_hull_agg|geometry|geometry|aggregate
corr|double, double|double|aggregate
corr|real, real|real|aggregate
cos|double|double|scalar
cosh|double|double|scalar
count||bigint|aggregate
count|t|bigint|aggregate
count_if|boolean|bigint|aggregate
covar_pop|double, double|double|aggregate
covar_pop|real, real|real|aggregate
covar_samp|double, double|double|aggregate
covar_samp|real, real|real|aggregate
crc32|varbinary|bigint|scalar
cume_dist||double|window
current_date||date|scalar
current_groups||array(varchar)|scalar
current_timezone||varchar|scalar
date|timestamp(p)|date|scalar
date|timestamp(p) with time zone|date|scalar
date|varchar(x)|date|scalar
date_add|varchar(x), bigint, date|date|scalar
date_add|varchar(x), bigint, time(p)|time(p)|scalar
date_add|varchar(x), bigint, time(p) with time zone|time(p) with time zone|scalar
date_add|varchar(x), bigint, timestamp(p)|timestamp(p)|scalar
date_add|varchar(x), bigint, timestamp(p) with time zone|timestamp(p) with time zone|scalar
date_diff|varchar(x), date, date|bigint|scalar
date_diff|varchar(x), time(p) with time zone, time(p) with time zone|bigint|scalar
date_diff|varchar(x), time(p), time(p)|bigint|scalar
date_diff|varchar(x), timestamp(p) with time zone, timestamp(p) with time zone|bigint|scalar
date_diff|varchar(x), timestamp(p), timestamp(p)|bigint|scalar
date_format|timestamp(p) with time zone, varchar(x)|varchar|scalar
date_format|timestamp(p), varchar(x)|varchar|scalar
date_parse|varchar(x), varchar(y)|timestamp(3)|scalar
date_trunc|varchar(x), date|date|scalar
date_trunc|varchar(x), time(p)|time(p)|scalar
date_trunc|varchar(x), time(p) with time zone|time(p) with time zone|scalar
date_trunc|varchar(x), timestamp(p)|timestamp(p)|scalar
date_trunc|varchar(x), timestamp(p) with time zone|timestamp(p) with time zone|scalar
day|date|bigint|scalar
day|interval day to second|bigint|scalar
day|timestamp(p)|bigint|scalar
day|timestamp(p) with time zone|bigint|scalar
day_of_month|date|bigint|scalar
day_of_month|interval day to second|bigint|scalar
day_of_month|timestamp(p)|bigint|scalar
day_of_month|timestamp(p) with time zone|bigint|scalar
day_of_week|date|bigint|scalar
day_of_week|timestamp(p)|bigint|scalar
day_of_week|timestamp(p) with time zone|bigint|scalar
day_of_year|date|bigint|scalar
day_of_year|timestamp(p)|bigint|scalar
day_of_year|timestamp(p) with time zone|bigint|scalar
degrees|double|double|scalar
dense_rank||bigint|window
dow|date|bigint|scalar
dow|timestamp(p)|bigint|scalar
dow|timestamp(p) with time zone|bigint|scalar
doy|date|bigint|scalar
doy|timestamp(p)|bigint|scalar
doy|timestamp(p) with time zone|bigint|scalar
e||double|scalar
element_at|array(e), bigint|e|scalar
element_at|map(K,V), K|V|scalar
empty_approx_set||hyperloglog|scalar
every|boolean|boolean|aggregate
exp|double|double|scalar
filter|array(t), function(t,boolean)|array(t)|scalar
first_value|t|t|window
flatten|array(array(E))|array(E)|scalar
floor|bigint|bigint|scalar
floor|decimal(p,s)|decimal(rp,0)|scalar
floor|double|double|scalar
floor|integer|integer|scalar
floor|real|real|scalar
floor|smallint|smallint|scalar
floor|tinyint|tinyint|scalar
format_datetime|timestamp(p) with time zone, varchar(x)|varchar|scalar
format_datetime|timestamp(p), varchar(x)|varchar|scalar
format_number|bigint|varchar|scalar
format_number|double|varchar|scalar
from_base|varchar(x), bigint|bigint|scalar
from_base32|varbinary|varbinary|scalar
from_base32|varchar(x)|varbinary|scalar
from_base64|varbinary|varbinary|scalar
from_base64|varchar(x)|varbinary|scalar
from_base64url|varbinary|varbinary|scalar
from_base64url|varchar(x)|varbinary|scalar
from_big_endian_32|varbinary|integer|scalar
from_big_endian_64|varbinary|bigint|scalar
from_encoded_polyline|varchar|geometry|scalar
from_geojson_geometry|varchar|sphericalgeography|scalar
from_hex|varbinary|varbinary|scalar
from_hex|varchar(x)|varbinary|scalar
from_ieee754_32|varbinary|real|scalar
from_ieee754_64|varbinary|double|scalar
from_iso8601_date|varchar(x)|date|scalar
from_iso8601_timestamp|varchar(x)|timestamp(3) with time zone|scalar
from_iso8601_timestamp_nanos|varchar(x)|timestamp(9) with time zone|scalar
from_unixtime|double|timestamp(3) with time zone|scalar
from_unixtime|double, bigint, bigint|timestamp(3) with time zone|scalar
from_unixtime|double, varchar(x)|timestamp(3) with time zone|scalar
from_unixtime_nanos|bigint|timestamp(9) with time zone|scalar
from_unixtime_nanos|decimal(p,s)|timestamp(9) with time zone|scalar
from_utf8|varbinary|varchar|scalar
from_utf8|varbinary, bigint|varchar|scalar
from_utf8|varbinary, varchar(x)|varchar|scalar
geometric_mean|bigint|double|aggregate
geometric_mean|double|double|aggregate
geometric_mean|real|real|aggregate
geometry_from_hadoop_shape|varbinary|geometry|scalar
geometry_invalid_reason|geometry|varchar|scalar
geometry_nearest_points|geometry, geometry|row(geometry,geometry)|scalar
geometry_to_bing_tiles|geometry, integer|array(bingtile)|scalar
geometry_union|array(geometry)|geometry|scalar
geometry_union_agg|geometry|geometry|aggregate
great_circle_distance|double, double, double, double|double|scalar
greatest|E|E|scalar
hamming_distance|varchar(x), varchar(y)|bigint|scalar
hash_counts|setdigest|map(bigint,smallint)|scalar
histogram|t|map(t,bigint)|aggregate
hmac_md5|varbinary, varbinary|varbinary|scalar
hmac_sha1|varbinary, varbinary|varbinary|scalar
hmac_sha256|varbinary, varbinary|varbinary|scalar
hmac_sha512|varbinary, varbinary|varbinary|scalar
hour|interval day to second|bigint|scalar
hour|time(p)|bigint|scalar
hour|time(p) with time zone|bigint|scalar
hour|timestamp(p)|bigint|scalar
hour|timestamp(p) with time zone|bigint|scalar
human_readable_seconds|double|varchar|scalar
infinity||double|scalar
intersection_cardinality|setdigest, setdigest|bigint|scalar
inverse_beta_cdf|double, double, double|double|scalar
inverse_normal_cdf|double, double, double|double|scalar
is_finite|double|boolean|scalar
is_infinite|double|boolean|scalar
is_json_scalar|json|boolean|scalar
is_json_scalar|varchar(x)|boolean|scalar
is_nan|double|boolean|scalar
is_nan|real|boolean|scalar
jaccard_index|setdigest, setdigest|double|scalar
json_array_contains|json, bigint|boolean|scalar
json_array_contains|json, boolean|boolean|scalar
json_array_contains|json, double|boolean|scalar
json_array_contains|json, varchar(x)|boolean|scalar
json_array_contains|varchar(x), bigint|boolean|scalar
json_array_contains|varchar(x), boolean|boolean|scalar
json_array_contains|varchar(x), double|boolean|scalar
json_array_contains|varchar(x), varchar(y)|boolean|scalar
json_array_get|json, bigint|json|scalar
json_array_get|varchar(x), bigint|json|scalar
json_array_length|json|bigint|scalar
json_array_length|varchar(x)|bigint|scalar
json_extract|json, jsonpath|json|scalar
json_extract|varchar(x), jsonpath|json|scalar
json_extract_scalar|json, jsonpath|varchar|scalar
json_extract_scalar|varchar(x), jsonpath|varchar(x)|scalar
json_format|json|varchar|scalar
json_parse|varchar(x)|json|scalar
json_size|json, jsonpath|bigint|scalar
json_size|varchar(x), jsonpath|bigint|scalar
kurtosis|bigint|double|aggregate
kurtosis|double|double|aggregate
lag|t|t|window
lag|t, bigint|t|window
lag|t, bigint, t|t|window
last_day_of_month|date|date|scalar
last_day_of_month|timestamp(p)|date|scalar
last_day_of_month|timestamp(p) with time zone|date|scalar
last_value|t|t|window
lead|t|t|window
lead|t, bigint|t|window
lead|t, bigint, t|t|window
least|E|E|scalar
length|char(x)|bigint|scalar
length|varbinary|bigint|scalar
length|varchar(x)|bigint|scalar
levenshtein_distance|varchar(x), varchar(y)|bigint|scalar
line_interpolate_point|geometry, double|geometry|scalar
line_interpolate_points|geometry, double|array(geometry)|scalar
line_locate_point|geometry, geometry|double|scalar
listagg|varchar|varchar|aggregate
listagg|varchar, varchar|varchar|aggregate
listagg|varchar, varchar, boolean, varchar, boolean|varchar|aggregate
ln|double|double|scalar
log|double, double|double|scalar
log10|double|double|scalar
log2|double|double|scalar
lower|char(x)|char(x)|scalar
lower|varchar(x)|varchar(x)|scalar
lpad|char(x), bigint, varchar(y)|varchar|scalar
lpad|varbinary, bigint, varbinary|varbinary|scalar
lpad|varchar(x), bigint, varchar(y)|varchar|scalar
ltrim|char(x)|varchar(x)|scalar
ltrim|char(x), codepoints|varchar(x)|scalar
ltrim|varchar(x)|varchar(x)|scalar
ltrim|varchar(x), codepoints|varchar(x)|scalar
luhn_check|varchar|boolean|scalar
make_set_digest|t|setdigest|aggregate
map||map(unknown,unknown)|scalar
map|array(K), array(V)|map(K,V)|scalar
map_agg|k, v|map(k,v)|aggregate
map_concat|map(K,V)|map(K,V)|scalar
map_entries|map(k,v)|array(row(k,v))|scalar
map_filter|map(K,V), function(K,V,boolean)|map(K,V)|scalar
map_from_entries|array(row(k,v))|map(k,v)|scalar
map_keys|map(k,v)|array(k)|scalar
map_union|map(k,v)|map(k,v)|aggregate
map_values|map(k,v)|array(v)|scalar
map_zip_with|map(K,V1), map(K,V2), function(K,V1,V2,V3)|map(K,V3)|scalar
max|e, bigint|array(e)|aggregate
max|t|t|aggregate
max_by|v, k|v|aggregate
max_by|v, k, bigint|array(v)|aggregate
md5|varbinary|varbinary|scalar
merge|hyperloglog|hyperloglog|aggregate
merge|qdigest(v)|qdigest(v)|aggregate
merge|tdigest|tdigest|aggregate
merge_set_digest|setdigest|setdigest|aggregate
millisecond|interval day to second|bigint|scalar
millisecond|time(p)|bigint|scalar
millisecond|time(p) with time zone|bigint|scalar
millisecond|timestamp(p)|bigint|scalar
millisecond|timestamp(p) with time zone|bigint|scalar
min|e, bigint|array(e)|aggregate
min|t|t|aggregate
min_by|v, k|v|aggregate
min_by|v, k, bigint|array(v)|aggregate
minute|interval day to second|bigint|scalar
minute|time(p)|bigint|scalar
minute|time(p) with time zone|bigint|scalar
minute|timestamp(p)|bigint|scalar
minute|timestamp(p) with time zone|bigint|scalar
mod|bigint, bigint|bigint|scalar
mod|decimal(a_precision,a_scale), decimal(b_precision,b_scale)|decimal(r_precision,r_scale)|scalar
mod|double, double|double|scalar
mod|integer, integer|integer|scalar
mod|real, real|real|scalar
mod|smallint, smallint|smallint|scalar
mod|tinyint, tinyint|tinyint|scalar
month|date|bigint|scalar
month|interval year to month|bigint|scalar
month|timestamp(p)|bigint|scalar
month|timestamp(p) with time zone|bigint|scalar
multimap_agg|k, v|map(k,array(v))|aggregate
multimap_from_entries|array(row(k,v))|map(k,array(v))|scalar
murmur3|varbinary|varbinary|scalar
nan||double|scalar
ngrams|array(t), integer|array(array(t))|scalar
none_match|array(t), function(t,boolean)|boolean|scalar
normal_cdf|double, double, double|double|scalar
normalize|varchar(x), varchar(y)|varchar|scalar
now||timestamp(3) with time zone|scalar
nth_value|t, bigint|t|window
ntile|bigint|bigint|window
numeric_histogram|bigint, double|map(double,double)|aggregate
numeric_histogram|bigint, double, double|map(double,double)|aggregate
numeric_histogram|bigint, real|map(real,real)|aggregate
numeric_histogram|bigint, real, double|map(real,real)|aggregate
parse_data_size|varchar(x)|decimal(38,0)|scalar
parse_datetime|varchar(x), varchar(y)|timestamp(3) with time zone|scalar
parse_duration|varchar(x)|interval day to second|scalar
parse_presto_data_size|varchar(x)|decimal(38,0)|scalar
percent_rank||double|window
pi||double|scalar
pow|double, double|double|scalar
power|double, double|double|scalar
qdigest_agg|bigint|qdigest(bigint)|aggregate
qdigest_agg|bigint, bigint|qdigest(bigint)|aggregate
qdigest_agg|bigint, bigint, double|qdigest(bigint)|aggregate
qdigest_agg|double|qdigest(double)|aggregate
qdigest_agg|double, bigint|qdigest(double)|aggregate
qdigest_agg|double, bigint, double|qdigest(double)|aggregate
qdigest_agg|real|qdigest(real)|aggregate
qdigest_agg|real, bigint|qdigest(real)|aggregate
qdigest_agg|real, bigint, double|qdigest(real)|aggregate
quantile_at_value|qdigest(bigint), bigint|double|scalar
quantile_at_value|qdigest(double), double|double|scalar
quantile_at_value|qdigest(real), real|double|scalar
quarter|date|bigint|scalar
quarter|timestamp(p)|bigint|scalar
quarter|timestamp(p) with time zone|bigint|scalar
radians|double|double|scalar
rand||double|scalar
rand|bigint|bigint|scalar
rand|bigint, bigint|bigint|scalar
rand|integer|integer|scalar
rand|integer, integer|integer|scalar
rand|smallint|smallint|scalar
rand|smallint, smallint|smallint|scalar
rand|tinyint|tinyint|scalar
rand|tinyint, tinyint|tinyint|scalar
random||double|scalar
random|bigint|bigint|scalar
random|bigint, bigint|bigint|scalar
random|integer|integer|scalar
random|integer, integer|integer|scalar
random|smallint|smallint|scalar
random|smallint, smallint|smallint|scalar
random|tinyint|tinyint|scalar
random|tinyint, tinyint|tinyint|scalar
rank||bigint|window
reduce|array(T), S, function(S,T,S), function(S,R)|R|scalar
reduce_agg|T, S, function(S,T,S), function(S,S,S)|S|aggregate
regexp_count|varchar(x), joniregexp|bigint|scalar
regexp_extract|varchar(x), joniregexp|varchar(x)|scalar
regexp_extract|varchar(x), joniregexp, bigint|varchar(x)|scalar
regexp_extract_all|varchar(x), joniregexp|array(varchar(x))|scalar
regexp_extract_all|varchar(x), joniregexp, bigint|array(varchar(x))|scalar
regexp_like|varchar(x), joniregexp|boolean|scalar
regexp_position|varchar(x), joniregexp|integer|scalar
regexp_position|varchar(x), joniregexp, integer|integer|scalar
regexp_position|varchar(x), joniregexp, integer, integer|integer|scalar
regexp_replace|varchar(x), joniregexp|varchar(x)|scalar
regexp_replace|varchar(x), joniregexp, varchar(y)|varchar(z)|scalar
regexp_replace|varchar, joniregexp, function(array(varchar),varchar(x))|varchar|scalar
regexp_split|varchar(x), joniregexp|array(varchar(x))|scalar
regr_intercept|double, double|double|aggregate
regr_intercept|real, real|real|aggregate
regr_slope|double, double|double|aggregate
regr_slope|real, real|real|aggregate
render|bigint, color|varchar(35)|scalar
render|boolean|varchar(16)|scalar
render|double, color|varchar(41)|scalar
render|varchar(x), color|varchar(y)|scalar
repeat|t, bigint|array(t)|scalar
replace|varchar(x), varchar(y)|varchar(x)|scalar
replace|varchar(x), varchar(y), varchar(z)|varchar(u)|scalar
reverse|array(e)|array(e)|scalar
reverse|char(x)|char(x)|scalar
reverse|varbinary|varbinary|scalar
reverse|varchar(x)|varchar(x)|scalar
rgb|bigint, bigint, bigint|color|scalar
round|bigint|bigint|scalar
round|bigint, integer|bigint|scalar
round|decimal(p,s)|decimal(rp,rs)|scalar
round|decimal(p,s), integer|decimal(rp,s)|scalar
round|double|double|scalar
round|double, integer|double|scalar
round|integer|integer|scalar
round|integer, integer|integer|scalar
round|real|real|scalar
round|real, integer|real|scalar
round|smallint|smallint|scalar
round|smallint, integer|smallint|scalar
round|tinyint|tinyint|scalar
round|tinyint, integer|tinyint|scalar
row_number||bigint|window
rpad|varbinary, bigint, varbinary|varbinary|scalar
rpad|varchar(x), bigint, varchar(y)|varchar|scalar
rtrim|char(x)|varchar(x)|scalar
rtrim|char(x), codepoints|varchar(x)|scalar
rtrim|varchar(x)|varchar(x)|scalar
rtrim|varchar(x), codepoints|varchar(x)|scalar
second|interval day to second|bigint|scalar
second|time(p)|bigint|scalar
second|time(p) with time zone|bigint|scalar
second|timestamp(p)|bigint|scalar
second|timestamp(p) with time zone|bigint|scalar
sequence|bigint, bigint|array(bigint)|scalar
sequence|bigint, bigint, bigint|array(bigint)|scalar
sequence|date, date|array(date)|scalar
sequence|date, date, interval day to second|array(date)|scalar
sequence|date, date, interval year to month|array(date)|scalar
sequence|timestamp(p), timestamp(p), interval day to second|array(timestamp(p))|scalar
sequence|timestamp(p), timestamp(p), interval year to month|array(timestamp(p))|scalar
sha1|varbinary|varbinary|scalar
sha256|varbinary|varbinary|scalar
sha512|varbinary|varbinary|scalar
shuffle|array(e)|array(e)|scalar
sign|bigint|bigint|scalar
sign|decimal(p,s)|decimal(1,0)|scalar
sign|double|double|scalar
sign|integer|integer|scalar
sign|real|real|scalar
sign|smallint|smallint|scalar
sign|tinyint|tinyint|scalar
simplify_geometry|geometry, double|geometry|scalar
sin|double|double|scalar
sinh|double|double|scalar
skewness|bigint|double|aggregate
skewness|double|double|aggregate
slice|array(e), bigint, bigint|array(e)|scalar
soundex|varchar|varchar(4)|scalar
spatial_partitioning|geometry|varchar|aggregate
spatial_partitions|kdbtree, geometry|array(integer)|scalar
spatial_partitions|kdbtree, geometry, double|array(integer)|scalar
split|varchar(x), varchar(y)|array(varchar(x))|scalar
split|varchar(x), varchar(y), bigint|array(varchar(x))|scalar
split_part|varchar(x), varchar(y), bigint|varchar(x)|scalar
split_to_map|varchar, varchar, varchar|map(varchar,varchar)|scalar
split_to_multimap|varchar, varchar, varchar|map(varchar,array(varchar))|scalar
spooky_hash_v2_32|varbinary|varbinary|scalar
spooky_hash_v2_64|varbinary|varbinary|scalar
sqrt|double|double|scalar
st_area|geometry|double|scalar
st_area|sphericalgeography|double|scalar
st_asbinary|geometry|varbinary|scalar
st_astext|geometry|varchar|scalar
st_boundary|geometry|geometry|scalar
st_buffer|geometry, double|geometry|scalar
st_centroid|geometry|geometry|scalar
st_contains|geometry, geometry|boolean|scalar
st_convexhull|geometry|geometry|scalar
st_coorddim|geometry|tinyint|scalar
st_crosses|geometry, geometry|boolean|scalar
st_difference|geometry, geometry|geometry|scalar
st_dimension|geometry|tinyint|scalar
st_disjoint|geometry, geometry|boolean|scalar
st_distance|geometry, geometry|double|scalar
st_distance|sphericalgeography, sphericalgeography|double|scalar
st_endpoint|geometry|geometry|scalar
st_envelope|geometry|geometry|scalar
st_envelopeaspts|geometry|array(geometry)|scalar
st_equals|geometry, geometry|boolean|scalar
st_exteriorring|geometry|geometry|scalar
st_geometries|geometry|array(geometry)|scalar
st_geometryfromtext|varchar|geometry|scalar
st_geometryn|geometry, integer|geometry|scalar
st_geometrytype|geometry|varchar|scalar
st_geomfrombinary|varbinary|geometry|scalar
st_geomfromkml|varchar|geometry|scalar
st_interiorringn|geometry, integer|geometry|scalar
st_interiorrings|geometry|array(geometry)|scalar
st_intersection|geometry, geometry|geometry|scalar
st_intersects|geometry, geometry|boolean|scalar
st_isclosed|geometry|boolean|scalar
st_isempty|geometry|boolean|scalar
st_isring|geometry|boolean|scalar
st_issimple|geometry|boolean|scalar
st_isvalid|geometry|boolean|scalar
st_length|geometry|double|scalar
st_length|sphericalgeography|double|scalar
st_linefromtext|varchar|geometry|scalar
st_linestring|array(geometry)|geometry|scalar
st_multipoint|array(geometry)|geometry|scalar
st_numgeometries|geometry|integer|scalar
st_numinteriorring|geometry|bigint|scalar
st_numpoints|geometry|bigint|scalar
st_overlaps|geometry, geometry|boolean|scalar
st_point|double, double|geometry|scalar
st_pointn|geometry, integer|geometry|scalar
st_points|geometry|array(geometry)|scalar
st_polygon|varchar|geometry|scalar
st_relate|geometry, geometry, varchar|boolean|scalar
st_startpoint|geometry|geometry|scalar
st_symdifference|geometry, geometry|geometry|scalar
st_touches|geometry, geometry|boolean|scalar
st_union|geometry, geometry|geometry|scalar
st_within|geometry, geometry|boolean|scalar
st_x|geometry|double|scalar
st_xmax|geometry|double|scalar
st_xmin|geometry|double|scalar
st_y|geometry|double|scalar
st_ymax|geometry|double|scalar
st_ymin|geometry|double|scalar
starts_with|varchar(x), varchar(y)|boolean|scalar
stddev|bigint|double|aggregate
stddev|double|double|aggregate
stddev_pop|bigint|double|aggregate
stddev_pop|double|double|aggregate
stddev_samp|bigint|double|aggregate
stddev_samp|double|double|aggregate
strpos|varchar(x), varchar(y)|bigint|scalar
strpos|varchar(x), varchar(y), bigint|bigint|scalar
substr|char(x), bigint|varchar(x)|scalar
substr|char(x), bigint, bigint|varchar(x)|scalar
substr|varbinary, bigint|varbinary|scalar
substr|varbinary, bigint, bigint|varbinary|scalar
substr|varchar(x), bigint|varchar(x)|scalar
substr|varchar(x), bigint, bigint|varchar(x)|scalar
substring|char(x), bigint|varchar(x)|scalar
substring|char(x), bigint, bigint|varchar(x)|scalar
substring|varchar(x), bigint|varchar(x)|scalar
substring|varchar(x), bigint, bigint|varchar(x)|scalar
sum|bigint|bigint|aggregate
sum|decimal(p,s)|decimal(38,s)|aggregate
sum|double|double|aggregate
sum|interval day to second|interval day to second|aggregate
sum|interval year to month|interval year to month|aggregate
sum|real|real|aggregate
t_cdf|double, double|double|scalar
t_pdf|double, double|double|scalar
tan|double|double|scalar
tanh|double|double|scalar
tdigest_agg|double|tdigest|aggregate
tdigest_agg|double, double|tdigest|aggregate
timezone|time(p) with time zone|varchar|scalar
timezone|timestamp(p) with time zone|varchar|scalar
timezone_hour|time(p) with time zone|bigint|scalar
timezone_hour|timestamp(p) with time zone|bigint|scalar
timezone_minute|time(p) with time zone|bigint|scalar
timezone_minute|timestamp(p) with time zone|bigint|scalar
to_base|bigint, bigint|varchar(64)|scalar
to_base32|varbinary|varchar|scalar
to_base64|varbinary|varchar|scalar
to_base64url|varbinary|varchar|scalar
to_big_endian_32|integer|varbinary|scalar
to_big_endian_64|bigint|varbinary|scalar
to_encoded_polyline|geometry|varchar|scalar
to_geojson_geometry|sphericalgeography|varchar|scalar
to_geometry|sphericalgeography|geometry|scalar
to_hex|varbinary|varchar|scalar
to_ieee754_32|real|varbinary|scalar
to_ieee754_64|double|varbinary|scalar
to_iso8601|date|varchar(16)|scalar
to_iso8601|timestamp(p)|varchar(n)|scalar
to_iso8601|timestamp(p) with time zone|varchar(n)|scalar
to_milliseconds|interval day to second|bigint|scalar
to_spherical_geography|geometry|sphericalgeography|scalar
to_unixtime|timestamp(p) with time zone|double|scalar
to_utf8|char(x)|varbinary|scalar
to_utf8|varchar(x)|varbinary|scalar
transform|array(T), function(T,U)|array(U)|scalar
transform_keys|map(K1,V), function(K1,V,K2)|map(K2,V)|scalar
transform_values|map(K,V1), function(K,V1,V2)|map(K,V2)|scalar
translate|varchar(x), varchar(y), varchar(z)|varchar|scalar
trim|char(x)|varchar(x)|scalar
trim|char(x), codepoints|varchar(x)|scalar
trim|varchar(x)|varchar(x)|scalar
trim|varchar(x), codepoints|varchar(x)|scalar
trim_array|array(e), bigint|array(e)|scalar
truncate|decimal(p,s)|decimal(rp,0)|scalar
truncate|decimal(p,s), integer|decimal(p,s)|scalar
truncate|double|double|scalar
truncate|real|real|scalar
typeof|t|varchar|scalar
upper|char(x)|char(x)|scalar
upper|varchar(x)|varchar(x)|scalar
url_decode|varchar(x)|varchar(x)|scalar
url_encode|varchar(x)|varchar(y)|scalar
url_extract_fragment|varchar(x)|varchar(x)|scalar
url_extract_host|varchar(x)|varchar(x)|scalar
url_extract_parameter|varchar(x), varchar(y)|varchar(x)|scalar
url_extract_path|varchar(x)|varchar(x)|scalar
url_extract_port|varchar(x)|bigint|scalar
url_extract_protocol|varchar(x)|varchar(x)|scalar
url_extract_query|varchar(x)|varchar(x)|scalar
uuid||uuid|scalar
value_at_quantile|qdigest(bigint), double|bigint|scalar
value_at_quantile|qdigest(double), double|double|scalar
value_at_quantile|qdigest(real), double|real|scalar
value_at_quantile|tdigest, double|double|scalar
values_at_quantiles|qdigest(bigint), array(double)|array(bigint)|scalar
values_at_quantiles|qdigest(double), array(double)|array(double)|scalar
values_at_quantiles|qdigest(real), array(double)|array(real)|scalar
values_at_quantiles|tdigest, array(double)|array(double)|scalar
var_pop|bigint|double|aggregate
var_pop|double|double|aggregate
var_samp|bigint|double|aggregate
var_samp|double|double|aggregate
variance|bigint|double|aggregate
variance|double|double|aggregate
week|date|bigint|scalar
week|timestamp(p)|bigint|scalar
week|timestamp(p) with time zone|bigint|scalar
week_of_year|date|bigint|scalar
week_of_year|timestamp(p)|bigint|scalar
week_of_year|timestamp(p) with time zone|bigint|scalar
width_bucket|double, array(double)|bigint|scalar
width_bucket|double, double, double, bigint|bigint|scalar
wilson_interval_lower|bigint, bigint, double|double|scalar
wilson_interval_upper|bigint, bigint, double|double|scalar
with_timezone|timestamp(p), varchar(x)|timestamp(p) with time zone|scalar
word_stem|varchar(x)|varchar(x)|scalar
word_stem|varchar(x), varchar(2)|varchar(x)|scalar
xxhash64|varbinary|varbinary|scalar
year|date|bigint|scalar
year|interval year to month|bigint|scalar
year|timestamp(p)|bigint|scalar
year|timestamp(p) with time zone|bigint|scalar
year_of_week|date|bigint|scalar
year_of_week|timestamp(p)|bigint|scalar
year_of_week|timestamp(p) with time zone|bigint|scalar
yow|date|bigint|scalar
yow|timestamp(p)|bigint|scalar
yow|timestamp(p) with time zone|bigint|scalar
zip|array(T1), array(T2)|array(row(T1,T2))|scalar
zip|array(T1), array(T2), array(T3)|array(row(T1,T2,T3))|scalar
zip|array(T1), array(T2), array(T3), array(T4)|array(row(T1,T2,T3,T4))|scalar
zip|array(T1), array(T2), array(T3), array(T4), array(T5)|array(row(T1,T2,T3,T4,T5))|scalar
zip_with|array(T), array(U), function(T,U,R)|array(R)|scalar
`;
