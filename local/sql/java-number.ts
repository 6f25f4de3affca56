/** Double.toString: `1.0`, `1.0E7`, `9.0E-4`, `NaN`, `Infinity`. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  return javaDigits(value, value.toExponential());
}

/** Float.toString of a value that is a float. */
export function javaFloat(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaDouble(value);
  return javaDigits(value, shortestFloat(value));
}

/** CAST(double AS varchar): `1.1525E2`, `0E0`. */
export function scientificDouble(value: number): string {
  return scientific(value, value.toExponential());
}

/** CAST(real AS varchar): seven digits, the last one rounded half to even. */
export function scientificFloat(value: number): string {
  return scientific(value, value.toExponential(6));
}

function scientific(value: number, exponential: string): string {
  if (!Number.isFinite(value)) return javaDouble(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const [mantissa = '', exponent = ''] = exponential.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return `${whole}.${fraction.replace(/0+$/, '') || '0'}E${Number(exponent)}`;
}

function javaDigits(value: number, exponential: string): string {
  const magnitude = Math.abs(value);
  const [mantissa = '', exponent = '0'] = exponential.split('e');
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return plain(mantissa, Number(exponent));
}

/** Digits without an exponent, at least one on either side of the point. */
function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The shortest digits that read back as the same float. */
function shortestFloat(value: number): string {
  for (let digits = 0; digits < 9; digits += 1) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text.replace(/\.?0+e/, 'e');
  }
  return value.toExponential();
}
