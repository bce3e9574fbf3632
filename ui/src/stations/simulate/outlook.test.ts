import { describe, expect, it } from 'vitest';
import { contractView, outlook } from './fixture';
import { metAt, simulationView, steadyMonths, trialLevel } from './outlook';
import { readNumber, tooFine } from './typed';

describe('an outlook as it is shown', () => {
  const view = simulationView(outlook);

  it('keeps every amount as the text that came with it', () => {
    expect(view.credits.facts.map((fact) => fact.value)).toEqual(['USD\u00a096,800', 'USD\u00a09,100', 'USD\u00a085,500', 'USD\u00a0213,200', 'in 12 of 100 runs']);
    expect(view.credits.dots).toEqual([{ value: 9_100, text: 'USD\u00a09,100', capShare: 0 }, { value: 213_200, text: 'USD\u00a0213,200', capShare: 0.9 }]);
    expect(view.facts[0]).toEqual({ label: 'Credits in the first 3\u00a0months', value: 'USD\u00a096,800 expected' });
  });

  it('shows what better service earns beside the credits, where the terms have it', () => {
    const amounts = { mean_text: 'USD\u00a08,200', p5_text: 'USD\u00a00', p50_text: 'USD\u00a00', p95_text: 'USD\u00a024,700', mean_minor: 820_000, p5_minor: 0, p50_minor: 0, p95_minor: 2_470_000 };
    const rewards = [{ label: 'Bonus', ...amounts, chance: 0.18 }, { label: 'Net credit', ...amounts, chance: null }];
    expect(simulationView({ ...outlook, rewards }).credits.facts.slice(5)).toEqual([
      { label: 'Bonus', value: 'USD\u00a08,200 expected, in 18 of 100 runs; 1 run in 20 above USD\u00a024,700' },
      { label: 'Net credit', value: 'USD\u00a08,200 expected; 1 run in 20 above USD\u00a024,700' },
    ]);
  });

  it('names the ramp with its credits and rules it off', () => {
    expect(view.heat).toMatchObject({ rampMonths: 1, rampLabel: 'ramp, credit ½', steadyLabel: 'months 2–3' });
    expect(steadyMonths(outlook.months.map((month) => ({ ...month, ramp: false })))).toEqual({ rampMonths: 0, rampLabel: '', steadyLabel: 'months 1–3' });
    expect(steadyMonths(outlook.months.map((month) => ({ ...month, ramp: true }))).steadyLabel).toBe('months 1–3');
  });

  it('puts quantiles into bands and both edges of a range beside them', () => {
    expect(view.levels[0]?.months[0]).toEqual({ low95: 67, low80: 69, low50: 71, median: 72, high50: 73, high80: 75, high95: 77, target: 72, targetLow: null, met: 0.95 });
    expect(view.levels[1]?.months[0]).toMatchObject({ target: 420, targetLow: 300 });
  });

  it('says the finding first, and what is left out once', () => {
    expect(view.heat.caption).toEqual([{ strong: 'First contact resolution is a stretch or worse once the ramp is over.' }, ' All are met least often in month 3: 30 in 100.']);
    expect(view.leftOut).toEqual(['Net promoter score']);
    expect(view.cautions).toEqual(outlook.cautions);
  });

  it('says what the ramp rests on', () => {
    expect(view.ramp).toBe('Ramp months assume steady performance for every service level.');
  });

  it('shows how often busy months excuse a level, and what charges per unit follow', () => {
    expect(view.heat.rows[0]).not.toHaveProperty('excused');
    expect(view.volume).toEqual([]);
    const level = { ...outlook.levels[0]!, excused: [0.02, 0.06, 0.08], excused_steady: 0.07 };
    const charges = { mean_text: 'USD\u00a01,204,000', p5_text: '', p50_text: '', p95_text: '', mean_minor: 0, p5_minor: 0, p50_minor: 0, p95_minor: 0 };
    const busy = simulationView({ ...outlook, levels: [level, outlook.levels[1]!], charges, charges_text: 'USD\u00a01,204,000', charges_words: 'Charges are per unit.', busy_text: 'Busy months excuse it.' });
    expect(busy.heat.rows[0]?.excused).toEqual([0.02, 0.06, 0.08, 0.07]);
    expect(busy.volume).toEqual(['Busy months excuse it.', 'Charges are per unit.']);
    expect(busy.facts[1]).toEqual({ label: 'Charges in the first 3\u00a0months', value: 'USD\u00a01,204,000 expected' });
  });

  it('says how it was computed', () => {
    const shown = Object.fromEntries(view.provenance.map((fact) => [fact.label, fact.value]));
    expect(shown).toMatchObject({ Seed: '1', Trials: '10,000', Engine: 'engine 1', Terms: 'aaaa 1111', History: 'bbbb 2222' });
    expect(shown.Volume).toContain('45,200');
    expect(shown['Monte Carlo error']).toContain('0.5 points');
  });
});

describe('a level whose target can be tried', () => {
  const [fcr, aht] = contractView().levels;
  const curve = { level: 'fcr', likely_text: '70.2 %', likely_value: 70.2, step: 0.1, excused_text: '', points: [{ target: 68, text: '68', met: 0.99 }, { target: 76, text: '76', met: 0.01 }] };

  it('slides from the easiest to the hardest target, whichever way is better', () => {
    expect(trialLevel(fcr!, { curve })).toMatchObject({ min: 68, max: 76, loading: false, disabled: undefined });
    expect(trialLevel(fcr!, { curve: { ...curve, points: [...curve.points].reverse() } }).curve.map((point) => point.target)).toEqual([68, 76]);
  });

  it('is not there yet, not possible for a range, or refused with the reason', () => {
    expect(trialLevel(fcr!, {})).toMatchObject({ loading: true });
    expect(trialLevel(aht!, {}).disabled).toContain('range');
    expect(trialLevel(fcr!, { refused: 'No history.' })).toMatchObject({ loading: false, disabled: 'No history.' });
  });

  it('has its chance read off between two points, and none outside', () => {
    const points = curve.points;
    expect(metAt(points, 72)).toBeCloseTo(0.5);
    expect(metAt(points, 68)).toBe(0.99);
    expect([metAt(points, 60), metAt(points, 80), metAt([], 70)]).toEqual([null, null, null]);
  });
});

it('a typed target is read in the locale of the reader, with or without its unit', () => {
  const english = { decimal: '.', group: ',' };
  const german = { decimal: ',', group: '.' };
  expect(readNumber('71.5\u202f%', '%', english)).toBe(71.5);
  expect(readNumber('71,5', '%', german)).toBe(71.5);
  expect(readNumber('71.5', '%', german)).toBe(71.5);
  expect(readNumber('1,200 s', 's', english)).toBe(1200);
  expect(readNumber('1.200', 's', german)).toBe(1200);
  expect([readNumber('', '%', english), readNumber('about 70', '%', english), readNumber('7.1.5', '%', english)]).toEqual([null, null, null]);
});

it('a target finer than its measure is refused rather than rounded', () => {
  expect([tooFine(45, 0), tooFine(83.1, 1), tooFine(0.07, 2)]).toEqual([undefined, undefined, undefined]);
  expect([tooFine(45.5, 0), tooFine(83.25, 1)]).toEqual(['This measure is counted in whole numbers.', 'This measure has 1\u00a0decimal at most.']);
});
