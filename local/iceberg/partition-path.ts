import type { DataFile } from './data-file.ts';
import type { PartitionField, PartitionSpec } from './table.ts';
import type { Value } from './value.ts';

/** `name=value/…` as Iceberg's own library lays out partitions; empty for an unpartitioned table. */
export function partitionPath(spec: PartitionSpec, partition: DataFile['partition']): string {
  return spec.fields
    .map((field, index) => `${encode(field.name)}=${encode(humanValue(field, partition[index] ?? null))}`)
    .join('/');
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function humanValue({ transform, resultType }: PartitionField, value: Value | null): string {
  if (value === null) return 'null';
  if (Buffer.isBuffer(value)) return resultType.kind === 'uuid' ? uuidText(value) : value.toString('base64');
  if (typeof value !== 'bigint') return String(value);
  if (transform.kind === 'year') return String(1970n + value).padStart(4, '0');
  if (transform.kind === 'month') return isoText(Date.UTC(1970, Number(value))).slice(0, 7);
  if (transform.kind === 'hour')
    return isoText(Number(value) * 3_600_000)
      .slice(0, 13)
      .replace('T', '-');
  return humanWhole(resultType, value);
}

function humanWhole(type: PartitionField['resultType'], value: bigint): string {
  switch (type.kind) {
    case 'date':
      return isoText(Number(value) * 86_400_000).slice(0, 10);
    case 'timestamp':
      return isoMicros(value);
    case 'timestamptz':
      return `${isoMicros(value)}+00:00`;
    case 'time':
      return isoMicros(value).slice(11);
    case 'decimal':
      return decimalText(value, type.scale);
    default:
      return String(value);
  }
}

function isoText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function isoMicros(micros: bigint): string {
  const inSecond = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const second = isoText(Number((micros - inSecond) / 1000n)).slice(0, 19);
  return inSecond === 0n ? second : `${second}.${String(inSecond).padStart(6, '0')}`;
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
