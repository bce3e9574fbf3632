import { beforeEach, describe, expect, it } from 'vitest';
import { useLocale } from './locale';
import { bound, counted, decimal, difference, fileSize, hashGroups, heatStep, inHundred, money, percent, realism, roundedMoney, withUnit } from './numbers';

beforeEach(() => {
  useLocale(['en-GB']);
});

describe('decimals', () => {
  it('keeps the places a decimal was given with', () => {
    expect(decimal('72.0')).toBe('72.0');
    expect(decimal('385')).toBe('385');
  });

  it('rounds half away from zero to the precision of the measure', () => {
    expect(decimal('72.25', 1)).toBe('72.3');
    expect(decimal('-72.25', 1)).toBe('−72.3');
    expect(decimal('99.95', 1)).toBe('100.0');
    expect(decimal('0.05', 1)).toBe('0.1');
    expect(decimal('7', 2)).toBe('7.00');
  });

  it('stays exact where a float would not', () => {
    expect(decimal('90071992547409931.15', 1)).toBe('90,071,992,547,409,931.2');
    expect(decimal('1.005', 2)).toBe('1.01');
  });

  it('writes a true minus and never a negative zero', () => {
    expect(decimal('-21900')).toBe('−21,900');
    expect(decimal('-0.04', 1)).toBe('0.0');
  });

  it('returns what is not a number as it came', () => {
    expect(decimal('under 30 s')).toBe('under 30 s');
    expect(decimal('')).toBe('');
    expect(decimal('.')).toBe('.');
  });

  it('follows the locale of the reader', () => {
    useLocale(['de-DE']);
    expect(decimal('1234567.5', 2)).toBe('1.234.567,50');
  });

  it('survives the language "C" that a bare system reports', () => {
    expect(useLocale(['C'])).toBe('en-GB');
    expect(decimal('1234.5')).toBe('1,234.5');
  });
});

describe('signs and units', () => {
  it('always signs a difference', () => {
    expect(difference('26')).toBe('+26');
    expect(difference('-21900')).toBe('−21,900');
    expect(difference('0')).toBe('±0');
    expect(difference('0.04', 1)).toBe('±0.0');
  });

  it('holds number and unit together with a narrow no-break space', () => {
    expect(withUnit('72.0', '%')).toBe('72.0\u202f%');
    expect(bound('higher', '72.0\u202f%')).toBe('≥\u202f72.0\u202f%');
    expect(bound('range', '360 to 400')).toBe('360 to 400');
  });

  it('writes money exactly, and rounds only what was simulated', () => {
    expect(money('12360.00', 'USD')).toBe('USD\u00a012,360.00');
    expect(roundedMoney(96_849.3, 'USD')).toBe('USD\u00a096,800');
    expect(roundedMoney(-21_951)).toBe('−22,000');
  });
});

describe('probabilities', () => {
  it('shows whole numbers in 100', () => {
    expect(inHundred(0.4549)).toBe(45);
    expect(percent(0.455)).toBe('46\u202f%');
  });

  // The same cases as in contracts/model/src/chance.rs.
  it('rounds halves away from zero as decimals, as Rust does', () => {
    for (const [probability, shown] of [[0.525, 53], [0.145, 15], [0.285, 29], [0.5249, 52], [0.005, 1], [0, 0], [0.995, 100], [1, 100]] as const) {
      expect(inHundred(probability)).toBe(shown);
    }
  });

  it('takes word and colour from the number as shown', () => {
    expect(realism(0.698)).toBe('fair');
    expect(realism(0.6949)).toBe('stretch');
    expect(realism(0.396)).toBe('stretch');
    expect(realism(0.394)).toBe('unattainable');
    expect(realism(0.954)).toBe('fair');
    expect(realism(0.96)).toBe('soft');
    expect(heatStep(0.698)).toBe(70);
    expect(heatStep(0.004)).toBe(0);
    expect(heatStep(1)).toBe(95);
  });
});

describe('words', () => {
  it('counts with the right noun', () => {
    expect(counted(1, 'error')).toBe('1\u00a0error');
    expect(counted(0, 'error')).toBe('no\u00a0errors');
    expect(counted(1200, 'row')).toBe('1,200\u00a0rows');
  });

  it('groups a hash by four', () => {
    expect(hashGroups('9c417be052d8')).toBe('9c41 7be0 52d8');
    expect(hashGroups('9c417be052d8', 2)).toBe('9c41 7be0\u00a0…');
  });

  it('says how large a file is', () => {
    expect(fileSize(842)).toBe('842\u202fbytes');
    expect(fileSize(2_100_000)).toBe('2.1\u202fMB');
  });
});
