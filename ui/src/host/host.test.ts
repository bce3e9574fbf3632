import { expect, it } from 'vitest';
import { HostError, errorWords, knownCodes, toHostError } from './errors';
import { fakeHost } from './fake';

type Probe = { read: { args: { id: string }; result: number; progress: { done: number } } };

it('a wire error keeps its code and facts', () => {
  const error = toHostError({ code: 'unreadable_file', name: 'kpi.png', found: 'a picture' });
  expect(error).toBeInstanceOf(HostError);
  expect(error.fact('name')).toBe('kpi.png');
  expect(errorWords(error)?.what).toBe('“kpi.png” could not be read: a picture.');
});

it('every known code but cancelling has words and a way out', () => {
  for (const code of knownCodes().filter((one) => one !== 'cancelled' && one !== 'refused')) {
    const words = errorWords({ code });
    expect(words?.what, code).not.toBe('');
    expect(words?.then, code).not.toBe('');
  }
});

it('cancelling is silent', () => {
  expect(errorWords({ code: 'cancelled' })).toBeNull();
});

it('an unknown failure never shows its technical text', () => {
  expect(errorWords(new Error('SQLITE_IOERR at 0x7f'))?.what).not.toContain('SQLITE');
  expect(errorWords({ code: 'brand_new', detail: 'stack' })?.what).not.toContain('stack');
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
      throw { code: 'locked' };
    },
  });
  await expect(host.invoke('read', { id: '' })).rejects.toMatchObject({ code: 'locked' });
});
