import { expect, it } from 'vitest';
import { HostError, errorWords, knownCodes, toHostError } from './errors';
import { fakeHost } from './fake';

type Probe = { read: { args: { id: string }; result: number; progress: { done: number } } };

it('a wire error keeps its code, its words and its single problems', () => {
  const error = toHostError({ code: 'input', message: '“kpi.png” is a picture, not a table', details: [{ place: 'row 3', message: 'no number' }] });
  expect(error).toBeInstanceOf(HostError);
  expect(error.at('row 3')).toBe('no number');
  expect(error.at('row 4')).toBeUndefined();
  expect(errorWords(error)).toMatchObject({ what: '“kpi.png” is a picture, not a table.', action: 'choose_another_file', problems: ['Row 3: no number.'] });
});

it('a problem is told with its place where that is in words and not said already', () => {
  const details = [
    { place: 'copy.slac, Oct 2026, csat', message: 'it is not a percentage between 0 and 100' },
    { place: 'row 3, fcr', message: '“x” in row 3, fcr is no number' },
    { place: 'service_levels.fcr.target', message: '“x” is not a percentage' },
  ];
  expect(errorWords({ code: 'input', message: 'Not taken in', details })?.problems).toEqual([
    'Copy.slac, Oct 2026, csat: it is not a percentage between 0 and 100.', '“x” in row 3, fcr is no number.', '“x” is not a percentage.',
  ]);
});


it('every code of the host but cancelling has words', () => {
  const codes = ['input', 'not_found', 'refused', 'read_only', 'locked', 'disk_full', 'corrupt', 'newer', 'io', 'cancelled', 'internal'];
  expect(knownCodes().sort()).toEqual(codes.sort());
  for (const code of codes.filter((one) => one !== 'cancelled')) expect(errorWords({ code })?.what, code).not.toBe('');
});

it('cancelling is silent', () => {
  expect(errorWords({ code: 'cancelled', message: 'stopped' })).toBeNull();
});

it('an unknown failure never shows its technical text', () => {
  expect(errorWords(new Error('SQLITE_IOERR at 0x7f'))?.what).not.toContain('SQLITE');
  expect(errorWords({ code: 'brand_new', message: 'stack' })?.what).not.toContain('stack');
  expect(errorWords({ code: 'internal', message: 'index out of bounds' })?.what).not.toContain('bounds');
});

it('a fake host answers, reports progress and remembers the calls', async () => {
  const host = fakeHost<Probe>({
    read: ({ id }, onprogress) => {
      onprogress({ done: 1 });
      return id.length;
    },
  });
  const seen: number[] = [];
  expect(await host.run('read', { id: 'abc' }, (progress) => seen.push(progress.done))).toBe(3);
  expect(await host.invoke('read', { id: 'ab' })).toBe(2);
  expect(seen).toEqual([1]);
  expect(host.calls.map((call) => call.command)).toEqual(['read', 'read']);
});

it('what an answer throws arrives as a host error', async () => {
  const host = fakeHost<Probe>({
    read: () => {
      throw { code: 'locked', message: 'held by another program', details: [] };
    },
  });
  await expect(host.invoke('read', { id: '' })).rejects.toMatchObject({ code: 'locked' });
});
