import { describe, expect, it } from 'vitest';
import { broken, stepped, trendTable, trendWords } from './trend';

const x = (i: number) => i * 10;
const y = (v: number) => v;
const point = (value: number | null, missed = false) => ({
  label: 'Sep 2027', number: 7, value, text: value === null ? '' : `${value} %`, target: 72, target_text: '≥ 72.0 %', missed, corrected: false, rolling: null, rolling_text: '',
});

describe('a trend', () => {
  it('breaks its line where a month has no value', () => {
    expect(broken([1, 2, null, 3], x, y)).toBe('M0.0 1.0L10.0 2.0M30.0 3.0');
  });

  it('has a step as wide as its month for each target', () => {
    expect(stepped([5, 6], x, 10, y)).toBe('M-5.0 5.0L5.0 5.0L5.0 6.0L15.0 6.0');
  });

  it('is told in words and as a table, with what was missed', () => {
    expect(trendWords(point(70, true))).toBe('Sep 2027, month 7: 70 %, missed, target ≥ 72.0 %');
    expect(trendWords({ ...point(null), rolling_text: '71.0 %' })).toBe('Sep 2027, month 7: no value, target ≥ 72.0 %, three months 71.0 %');
    expect(trendTable([point(70, true), point(null)]).rows.map((row) => row.at(-1))).toEqual(['missed', '–']);
  });
});
