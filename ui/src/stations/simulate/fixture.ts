/** Shared by tests only: an outlook of two levels over three months, one of them ramp. */
import type { Commands } from '../../host/commands';
import type { FakeHost } from '../../host/fake';
import type { ContractView } from '../../host/types/ContractView';
import type { AssumptionView } from '../../host/types/AssumptionView';
import type { LearningView } from '../../host/types/LearningView';
import type { LevelOutlook } from '../../host/types/LevelOutlook';
import type { Outlook } from '../../host/types/Outlook';
import type { OutlookInputs } from '../../host/types/OutlookInputs';
import { Toasts } from '../../ui/toasts.svelte';
import { ContractController } from '../contract.svelte';

const level: LevelOutlook = {
  id: 'fcr', name: 'First contact resolution', class: 'key', unit: 'percent', precision_decimals: 1, basis_text: '24 months', assumed: false, target_text: '≥\u202f72.0\u202f%',
  target_path: 'service_levels.fcr.target', met: [0.95, 0.5, 0.4], met_steady: 0.45, excused: [], excused_steady: 0, realism: 'stretch', expected_credit_text: 'USD\u00a012,400', expected_credit_minor: 1_240_000,
  history: [{ label: 'Nov 2026', value: 71.2 }, { label: 'Dec 2026', value: null }],
  fan: [1, 2, 3].map((m) => ({ quantiles: [66, 68, 70, 71, 72, 74, 76].map((q) => q + m), target_low: 72, target_high: null })), fan_caption: '≥ 72.0 % is met in 45 of 100 steady months: stretch.',
};

/** What figures rest on: here simply what is handed in. */
export function inputsOf(terms: string, history = 'bbbb2222', learning: LearningView[] = [], assumptions: AssumptionView[] = []): OutlookInputs {
  return { terms, history, learning: JSON.stringify(learning), assumptions: JSON.stringify(assumptions) };
}

export const outlook: Outlook = {
  hash: 'aaaa1111', baseline_hash: 'bbbb2222', inputs: inputsOf('aaaa1111'), headline: 'In 12 of 100 simulated runs of 3 months the cap is reached.',
  captions: { chances: 'First contact resolution is a stretch or worse once the ramp is over. All are met least often in month 3: 30 in 100.', credits: 'Half lie at or below USD 85,500.' },
  trials: 10_000, seed: 1, engine_version: 'engine 1', error_points: 0.5,
  months: [1, 2, 3].map((number) => ({ number, label: `Month ${number}`, ramp: number === 1, credit_factor_text: number === 1 ? '50\u202f%' : '100\u202f%' })),
  levels: [level, { ...level, id: 'aht', name: 'Average handle time', unit: 'seconds', target_path: 'service_levels.aht.target', fan: level.fan.map((one) => ({ ...one, target_low: 300, target_high: 420 })) }],
  all_met: [0.9, 0.4, 0.3], all_met_steady: 0.35,
  credits: {
    mean_text: 'USD\u00a096,800', p5_text: 'USD\u00a09,100', p50_text: 'USD\u00a085,500', p95_text: 'USD\u00a0213,200', mean_minor: 9_680_000, p5_minor: 910_000, p50_minor: 8_550_000, p95_minor: 21_320_000,
    cap_reached: 0.12, cap_reached_by_month: [0, 0.05, 0.08], dots: [{ minor: 910_000, text: 'USD\u00a09,100', cap_share: 0 }, { minor: 21_320_000, text: 'USD\u00a0213,200', cap_share: 0.9 }], currency: 'USD', minor_digits: 2,
  },
  rewards: [],
  charges_text: 'USD\u00a01,236,000', charges_words: '', busy_text: '', score_text: '94.8', left_out: ['Net promoter score', 'Quality'], cautions: ['Credits and totals leave out Quality: it has no history.'], learning: [], assumptions: [], volume: [], volume_text: 'Contacts offered: 45,200 in month 1 (9 in 10: 40,100 to 51,000).', ramp_text: 'Ramp months assume steady performance for every service level.',
};

/** Only what these stations look at. */
export function contractView(change: { hash?: string; history?: string | null; months?: number; target?: number; locked?: boolean; learning?: LearningView[]; assumptions?: AssumptionView[] } = {}): ContractView {
  const { hash = 'aaaa1111', history = 'bbbb2222', months = 24, target = 72, locked = false, learning = [], assumptions = [] } = change;
  return {
    id: 'c', locked, undo: null, redo: null, fields: [], unread: [], besides: [], private: { notes: '', limits: [], learning, assumptions }, revision: { number: 4, hash, short_hash: hash, at: '' }, outlook_inputs: inputsOf(hash, history ?? '', learning, assumptions),
    baseline: history === null ? null : { hash: history, months, source_name: 'kpi.csv', series: ['fcr', 'aht'].map((measure) => ({ measure, points: Array.from({ length: months }, () => ({ value: 1 })) })) },
    levels: [
      { id: 'fcr', measure: 'fcr', name: 'First contact resolution', direction: 'higher', unit: 'percent', precision_decimals: 1, target_text: `≥\u202f${target.toFixed(1)}\u202f%`, target_value: target },
      { id: 'aht', measure: 'aht', name: 'Average handle time', direction: 'range', unit: 'seconds', precision_decimals: 0, target_text: '300 to 420\u202fs', target_value: 420 },
    ],
  } as unknown as ContractView;
}

export function controllerOf(host: FakeHost<Commands>, view: ContractView = contractView()): ContractController {
  return new ContractController(host, new Toasts(), view);
}
