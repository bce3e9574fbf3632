import { expect, it } from 'vitest';
import type { BaselineView } from '../../host/types/BaselineView';
import { contractView, outlook } from '../../testing/contract';
import { copyView, reviewView } from './reviewView';

const baseline = { hash: 'b1', summary: '24 months, 9 measures', own: true, shared: false, illustrative: false, months: 24 } as unknown as BaselineView;

it('the vendor sees the chance and the price of each promise, and the simulated total', () => {
  const view = reviewView(contractView({ side: 'vendor', locked: true, baseline: { ...baseline, own: false, shared: true } }), outlook());
  expect(view.finding).toBe('Northmere asks you for 1\u00a0service level. In the first 12\u00a0months they are expected to cost you USD\u00a044,100 in credits.');
  expect(view.terms[0]).toMatchObject({ name: 'First contact resolution', met: 0.78, credit: '10,700', floor: '–' });
  expect(view.total).toEqual({ met: 0.41, credit: '44,100' });
  expect(view).toMatchObject({ outlook: 'current', history: 'shared', locked: true, leftOut: ['Average handle time'] });
});

it('without a simulation nothing has a chance or a price', () => {
  const view = reviewView(contractView(), null);
  expect(view.terms[0]).toMatchObject({ met: null, credit: null });
  expect(view).toMatchObject({ outlook: 'none', history: 'none', horizon: '', currency: 'USD' });
  expect(view.finding).toContain('not known yet');
});

it('figures of other terms or other history are called stale', () => {
  expect(reviewView(contractView({ baseline }), outlook()).outlook).toBe('current');
  expect(reviewView(contractView({ baseline }), outlook('0'.repeat(64))).outlook).toBe('stale');
  expect(reviewView(contractView({ baseline: { ...baseline, hash: 'b2' } }), outlook()).outlook).toBe('stale');
});

it('the copy holds the baseline only where it is shared, and never what is private', () => {
  const own = { notes: 'Our limit is 70.5', limits: [{ path: 'remedies.month_cap', label: '', limit: '15', reason: '' }], learning: [{ measure: 'aht', name: 'AHT', start_text: '900\u202fs', half_life_text: '3\u00a0weeks' }], assumptions: [] };
  expect(copyView(contractView({ baseline, private: own }), false, false)).toMatchObject({ shared: false, baseline: '24 months, 9 measures', kept: ['your notes', 'your 1\u00a0limit', 'what you assume is learnt during the ramp', 'your history'] });
  expect(copyView(contractView({ baseline: { ...baseline, shared: true } }), false, false)).toMatchObject({ shared: true, kept: [] });
  expect(copyView(contractView(), false, true).reason).toBeTruthy();
});

it('a sum over the levels with history does not read as one over all', () => {
  const [level] = contractView().levels;
  const levels = [level!, { ...level!, id: 'aht', name: 'Average handle time' }, { ...level!, id: 'csat', name: 'CSAT' }];
  const view = reviewView(contractView({ side: 'vendor', levels }), outlook());
  expect(view.finding).toBe('Northmere asks you for 3\u00a0service levels. 1 of them has history: in the first 12\u00a0months it is expected to cost you USD\u00a044,100 in credits. What the others cost is not known.');
  const found = outlook();
  const assumed = { ...found, levels: found.levels.map((one) => ({ ...one, assumed: true })) };
  const unmeasured = reviewView(contractView({ side: 'vendor', levels }), assumed);
  expect(unmeasured.finding).toContain('1 of them has an assumption: ');
  expect(unmeasured.terms.filter((term) => term.met !== null).map((term) => term.name.endsWith(' (assumed)'))).toEqual([true]);
});
