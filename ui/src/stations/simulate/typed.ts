import { counted } from '../../format/numbers';
import type { NumberMarks } from '../../format/locale';

/** A number as a person types it in their locale, with or without its unit; null where it is none. */
export function readNumber(text: string, unit: string, marks: NumberMarks): number | null {
  const bare = text.trim().replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  const digits = unit && bare.endsWith(unit) ? bare.slice(0, -unit.length) : bare;
  const group = marks.group.replace(/[\s\u00a0\u202f]/g, '');
  const point = marks.decimal;
  // Only whole groups of three are groups: "70.5" typed where the point groups is still seventy and a half.
  const grouped = group !== '' && new RegExp(`^-?\\d{1,3}(${escaped(group)}\\d{3})+(${escaped(point)}\\d+)?$`).test(digits);
  const plain = (grouped ? digits.split(group).join('') : digits).replace(',', '.').replace(point, '.');
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** Why a number is finer than the measure; nothing where it is not. A finer target would be another one than was typed. */
export function tooFine(number: number, decimals: number): string | undefined {
  if (Math.abs(number - Number(number.toFixed(decimals))) < 1e-9) return undefined;
  if (decimals === 0) return 'This measure is counted in whole numbers.';
  return `This measure has ${counted(decimals, 'decimal')} at most.`;
}

function escaped(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
