import { beforeEach, expect, it } from 'vitest';
import { axisMonth, date, dateTime, fullDate, month } from './dates';
import { useLocale } from './locale';

const now = new Date(2026, 10, 26, 12, 0);

beforeEach(() => {
  useLocale(['en-GB']);
});

it('says today and yesterday', () => {
  expect(dateTime(new Date(2026, 10, 26, 9, 5).toISOString(), now)).toBe('Today, 09:05');
  expect(dateTime(new Date(2026, 10, 25, 23, 59).toISOString(), now)).toBe('Yesterday, 23:59');
});

it('writes a year only where it is not the current one', () => {
  expect(dateTime(new Date(2026, 9, 2, 8, 0).toISOString(), now)).toBe('2 Oct, 08:00');
  expect(date('2024-11-26', now)).toBe('26 Nov 2024');
  expect(date('2026-03-01', now)).toBe('1 Mar');
  expect(fullDate('2026-03-01')).toBe('1 Mar 2026');
});

it('names months without shifting them by a time zone', () => {
  expect(month('2024-11')).toBe('Nov 2024');
  expect(axisMonth('2024-11')).toBe('Nov 24');
});

it('returns what is not a date as it came', () => {
  expect(date('soon')).toBe('soon');
  expect(fullDate('soon')).toBe('soon');
  expect(dateTime('soon', now)).toBe('soon');
});
