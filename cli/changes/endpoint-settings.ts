/** A setting of a source in changes.yml with its default, or where it has none, with what it could be: that stands there as a comment. */
type Setting = { readonly name: string; readonly value: string; readonly isUnset?: true; readonly about: string };

/** In the order of changes.yml; each with the name that DMS has for it. */
export const endpointSettings: readonly Setting[] = [
  { name: 'folder', value: 'raw/db', about: 'of the raw bucket: BucketFolder' },
  {
    ...{ name: 'transactions', value: 'raw/db/transactions', isUnset: true },
    about: 'where PreserveTransactions is on: CdcPath',
  },
  { name: 'header', value: 'false', about: 'files begin with the names of their columns: AddColumnName' },
  { name: 'op', value: 'Op', about: "the operation's column, where there is a header" },
  { name: 'op_in_loads', value: 'false', about: 'full loads have that column too: IncludeOpForFullLoad' },
  {
    ...{ name: 'timestamp', value: 'dms_ts', isUnset: true },
    about: 'TimestampColumnName; without it a change has no time of its own',
  },
  {
    ...{ name: 'sequence', value: 'dms_seq', isUnset: true },
    about: 'column of a transformation rule: add-column with $AR_H_CHANGE_SEQ',
  },
  {
    ...{ name: 'before_image', value: 'BI_', isUnset: true },
    about: 'prefix of the rule add-before-image-columns, pk-only; without it a changed key is not seen',
  },
  {
    ...{ name: 'appended', value: '[before, timestamp, sequence]' },
    about: 'the order of these three behind the columns, where there is no header',
  },
  // Without quotes it is no text in YAML
  { name: '"null"', value: "'NULL'", about: 'CsvNullValue' },
  { name: 'delimiter', value: "','", about: 'CsvDelimiter' },
  { name: 'newline', value: '"\\n"', about: 'CsvRowDelimiter' },
  { name: 'quotes', value: 'true', about: 'Rfc4180' },
];
