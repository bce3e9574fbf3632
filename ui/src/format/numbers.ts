import { numberMarks } from './locale';

export const MINUS = '\u2212';
/** Narrow no-break space: between a number and its unit. */
export const THIN = '\u202f';

/**
 * Writes a decimal with exactly `decimals` places, rounded half away from zero, grouped in the reader's way, with a
 * true minus. A string is worked on digit by digit, so an amount of any size stays exact; numbers come only from
 * simulation results. Without `decimals` a string keeps the places it has.
 */
export function decimal(value: string | number, decimals?: number): string {
  const text = typeof value === 'number' ? plain(value) : value.trim();
  const match = /^([-+\u2212]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (!match[2] && !match[3])) return text;
  const whole = match[2] || '0';
  const fraction = match[3] ?? '';
  const [units, places] = round(whole, fraction, decimals ?? fraction.length);
  const negative = (match[1] === '-' || match[1] === MINUS) && /[1-9]/.test(units + places);
  const { decimal: point } = numberMarks();
  return (negative ? MINUS : '') + grouped(units) + (places ? point + places : '');
}

/** A difference: the sign is always written, zero is ±0. */
export function difference(value: string | number, decimals?: number): string {
  const text = decimal(value, decimals);
  if (text.startsWith(MINUS)) return text;
  return (/[1-9]/.test(text) ? '+' : '±') + text;
}

/** A number and its unit, held together by a narrow no-break space. */
export function withUnit(text: string, unit: string): string {
  return unit ? `${text}${THIN}${unit}` : text;
}

/** "≥ 72.0 %": the direction stands beside the number, so nobody has to remember the measure. */
export function bound(direction: Direction, text: string): string {
  const sign = { higher: '≥', lower: '≤', range: '' }[direction];
  return sign ? `${sign}${THIN}${text}` : text;
}

export type Direction = 'higher' | 'lower' | 'range';

/** Money exact to the minor unit, as in a statement: "USD 12,360.00". */
export function money(amount: string, currency: string): string {
  return currency ? `${currency}\u00a0${decimal(amount)}` : decimal(amount);
}

/** Money that was simulated, rounded to hundreds: more digits would claim a precision that is not there. */
export function roundedMoney(amount: number, currency = ''): string {
  const text = decimal(Math.round(amount / 100) * 100, 0);
  return currency ? `${currency}\u00a0${text}` : text;
}

/** Beyond this many decimals of a number in 100, digits are noise of binary fractions: .145 × 100 is 14.499999999999998. */
const NOISE_BELOW = 1e9;

/** A probability as a whole number "in 100", half away from zero: the rule of `contracts/model/src/chance.rs`. */
export function inHundred(probability: number): number {
  return Math.round(Math.round(probability * 100 * NOISE_BELOW) / NOISE_BELOW);
}

/** "45 %" */
export function percent(probability: number): string {
  return withUnit(String(inHundred(probability)), '%');
}

/** "45 in 100" */
export function oddsInHundred(probability: number): string {
  return `${inHundred(probability)}\u00a0in\u00a0100`;
}

export type Realism = 'unattainable' | 'stretch' | 'fair' | 'soft';

/** The word follows the number as shown: .698 shows 70, so it is "fair". */
export function realism(probability: number): Realism {
  const shown = inHundred(probability);
  if (shown < 40) return 'unattainable';
  if (shown < 70) return 'stretch';
  return shown <= 95 ? 'fair' : 'soft';
}

export type HeatStep = 0 | 20 | 40 | 55 | 70 | 85 | 95;
const HEAT_STEPS: readonly HeatStep[] = [95, 85, 70, 55, 40, 20, 0];

/** The step of the heat scale for a probability, by the number as shown. */
export function heatStep(probability: number): HeatStep {
  const shown = inHundred(probability);
  return HEAT_STEPS.find((step) => shown >= step) ?? 0;
}

/** A count with its noun: "1 error", "2 errors", "no errors". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  const number = count === 0 ? 'no' : decimal(count, 0);
  return `${number}\u00a0${count === 1 ? noun : plural}`;
}

/** "a, b and c" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A hash in groups of four. */
export function hashGroups(hash: string, groups?: number): string {
  const all = hash.match(/.{1,4}/g) ?? [];
  const shown = groups === undefined ? all : all.slice(0, groups);
  return shown.join(' ') + (shown.length < all.length && groups !== undefined ? '\u00a0…' : '');
}

/** "4.2 MB", in decimal steps. */
export function fileSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let size = bytes;
  let step = 0;
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000;
    step += 1;
  }
  return withUnit(decimal(size, step === 0 || size >= 100 ? 0 : 1), units[step] ?? '');
}

function plain(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = String(value);
  return text.includes('e') ? value.toFixed(12) : text;
}

function grouped(units: string): string {
  return units.replace(/\B(?=(\d{3})+$)/g, numberMarks().group);
}

/** Rounds digits half away from zero; the sign is the caller's. */
function round(whole: string, fraction: string, decimals: number): [string, string] {
  const padded = fraction.padEnd(decimals, '0');
  const kept = whole + padded.slice(0, decimals);
  const up = (padded[decimals] ?? '0') >= '5';
  const digits = (up ? increment(kept) : kept).replace(/^0+(?=\d)/, '').padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return [digits.slice(0, cut), digits.slice(cut)];
}

function increment(digits: string): string {
  const out = digits.split('');
  for (let i = out.length - 1; i >= 0; i -= 1) {
    if (out[i] !== '9') {
      out[i] = String(Number(out[i]) + 1);
      return out.join('');
    }
    out[i] = '0';
  }
  return `1${out.join('')}`;
}
