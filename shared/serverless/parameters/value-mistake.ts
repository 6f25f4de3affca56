import type { Declaration } from './declarations.ts';
import { kindOf } from './kinds.ts';

/** Why a value is none that the parameter takes; undefined where it is one. */
export function valueMistake(declaration: Declaration, value: string | number): string | undefined {
  const text = String(value);
  if (isAllowed(declaration, text)) return undefined;
  return `takes ${allowed(declaration)}, not '${text}'`;
}

function isAllowed(declaration: Declaration, text: string): boolean {
  if ('number' in declaration) {
    const [least, most] = declaration.number;
    return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  }
  if ('oneOf' in declaration) return declaration.oneOf.includes(text);
  return (text === '' && declaration.default === '') || kindOf(declaration.text).pattern.test(text);
}

/** The values that a parameter takes, in words. */
export function allowed(declaration: Declaration): string {
  if ('number' in declaration) return `a whole number from ${declaration.number.join(' to ')}`;
  if ('oneOf' in declaration) return declaration.oneOf.join(' or ');
  return `a text like ${kindOf(declaration.text).example}${declaration.default === '' ? ', or none' : ''}`;
}
