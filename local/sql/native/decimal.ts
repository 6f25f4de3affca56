/** The unscaled value of a decimal's text at a scale, rounded half away from zero; undefined for what is no number. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const read = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!read) return undefined;
  const fraction = read[3] ?? read[4] ?? '';
  const digits = BigInt((read[2] ?? '') + fraction);
  const shift = scale - fraction.length + Number(read[5] ?? 0);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return read[1] === '-' ? -magnitude : magnitude;
}

export function decimalText(unscaled: bigint, scale: number): string {
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${text}` : text;
}

/** a / b at a scale, rounded half away from zero; undefined where b is zero. */
export function divideHalfUp(a: string, b: string, scale: number): bigint | undefined {
  const dividend = exact(a);
  const divisor = exact(b);
  if (divisor.unscaled === 0n) return undefined;
  const shift = scale - dividend.scale + divisor.scale;
  const top = shift >= 0 ? dividend.unscaled * 10n ** BigInt(shift) : dividend.unscaled;
  const bottom = shift >= 0 ? divisor.unscaled : divisor.unscaled * 10n ** BigInt(-shift);
  const magnitude = roundedQuotient(absolute(top), absolute(bottom));
  return top < 0n === bottom < 0n ? magnitude : -magnitude;
}

function exact(text: string): { readonly unscaled: bigint; readonly scale: number } {
  const point = text.indexOf('.');
  return point < 0
    ? { unscaled: BigInt(text), scale: 0 }
    : { unscaled: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function roundedQuotient(top: bigint, bottom: bigint): bigint {
  return (top * 2n + bottom) / (bottom * 2n);
}
