/** Made-up figures to look at components with. Not shipped: only gallery.html, which the build leaves out, reads them. */
import type { FanMonth } from '../charts/FanChart.svelte';
import type { HeatRow } from '../charts/HeatMap.svelte';
import type { SeriesPoint } from '../charts/SeriesChart.svelte';
import type { Block, Span, Tree } from '../document/tree';
import type { BaselineView, ImportReport, SeriesView } from '../stations/baseline/baseline';
import type { ContractRow } from '../stations/contracts/contracts';
import type { CopyView, ReviewView } from '../stations/review/review';
import type { SignView } from '../stations/sign/sign';
import type { AssumedLevel, LearningLevel, SimulationView, TrialLevel } from '../stations/simulate/simulate';
import type { ClauseView, LevelView } from '../stations/terms/terms';
import type { FindingView } from '../ui/finding';

export interface SampleLevel {
  id: string; name: string; unit: string; decimals: number; direction: 'higher' | 'lower' | 'range';
  target: number; floor: string; weight: string; classWord: string; typical: number; spread: number;
}

export const LEVELS: SampleLevel[] = [
  { id: 'fcr', name: 'First contact resolution', unit: '%', decimals: 1, direction: 'higher', target: 72, floor: '66.0', weight: '20', classWord: 'Critical', typical: 71.9, spread: 1.9 },
  { id: 'service', name: 'Answered within 20 s', unit: '%', decimals: 1, direction: 'higher', target: 80, floor: '70.0', weight: '20', classWord: 'Critical', typical: 81.1, spread: 2.6 },
  { id: 'asa', name: 'Average speed of answer', unit: 's', decimals: 0, direction: 'lower', target: 30, floor: '50', weight: '10', classWord: 'Key', typical: 28, spread: 4 },
  { id: 'abandonment', name: 'Abandonment', unit: '%', decimals: 1, direction: 'lower', target: 5, floor: '7.5', weight: '10', classWord: 'Key', typical: 4.7, spread: 0.8 },
  { id: 'csat', name: 'Customer satisfaction', unit: '%', decimals: 1, direction: 'higher', target: 83, floor: '77.0', weight: '20', classWord: 'Key', typical: 84.2, spread: 1.4 },
  { id: 'quality', name: 'Quality score', unit: '', decimals: 1, direction: 'higher', target: 86.5, floor: '80.5', weight: '10', classWord: 'Key', typical: 88.1, spread: 1.3 },
  { id: 'repeat', name: 'Repeat contacts', unit: '%', decimals: 1, direction: 'lower', target: 14.5, floor: '18.5', weight: '10', classWord: 'Key', typical: 14.1, spread: 0.8 },
  { id: 'aht', name: 'Average handle time', unit: 's', decimals: 0, direction: 'range', target: 420, floor: '–', weight: '0', classWord: 'Report only', typical: 372, spread: 11 },
];

const sign = { higher: '≥\u202f', lower: '≤\u202f', range: '300 to ' } as const;
const fixed = (level: SampleLevel, value: number) => value.toFixed(level.decimals);
const shown = (level: SampleLevel, value = level.target) => `${sign[level.direction]}${fixed(level, value)}${level.unit ? `\u202f${level.unit}` : ''}`;
/** A small repeatable wobble, −1 to 1. */
const wobble = (i: number, k: number) => Math.sin(i * 2.1 + k * 1.7) * 0.6 + Math.sin(i * 0.52 + k) * 0.4;
const MONTHS = Array.from({ length: 24 }, (_, i) => `${2024 + Math.floor((i + 10) / 12)}-${String(((i + 10) % 12) + 1).padStart(2, '0')}`);

export const contracts: ContractRow[] = [
  { id: '1', href: '#/contract/1/terms', name: 'Customer care, voice', client: 'Northmere Energy', vendor: 'Alvora Contact', group: 'waiting', sample: false, state: { icon: 'mend', tone: 'plain', word: 'Draft' }, stands: '12 of 14 terms set', standsDetail: '1 error, 1 warning', changedAt: new Date().toISOString() },
  { id: '2', href: '#/contract/2/terms', name: 'Chat and social, EU', client: 'Północ Retail', vendor: '株式会社アルヴォラ', group: 'waiting', sample: false, state: { icon: 'sign', tone: 'plain', word: 'In approval' }, stands: '2 of 4 approvals given', standsDetail: 'Nothing blocks', changedAt: '2026-11-18T09:41:00' },
  { id: '3', href: '#/contract/3/terms', name: 'Claims first notice', client: 'Harlow & Pryce', vendor: 'Kestrel Assist', group: 'agreed', sample: false, state: { icon: 'ok', tone: 'ok', word: 'Approved' }, stands: 'Month 7 of 36', changedAt: '2026-11-02T08:00:00' },
  { id: '4', href: '#/contract/4/terms', name: 'Customer service, voice', client: 'Sample client', vendor: 'Sample vendor', group: 'agreed', sample: true, state: { icon: 'ok', tone: 'ok', word: 'Running' }, stands: '5 statements posted', changedAt: '2026-11-14T10:12:00' },
];

export const findings: FindingView[] = [
  { id: 'C6/fcr', rule: 'C6', severity: 'warning', title: 'Likely missed every second month', reason: 'On your 24 months, 72.0\u202f% is met in 45 of 100 steady months. A target nobody can hold gets ignored.', source: 'Baseline, Nov 2024 – Oct 2026', fields: ['service_levels.fcr.target'], mend: '71.0\u202f%, met in 71 of 100' },
  { id: 'C7/fcr', rule: 'C7', severity: 'advice', title: 'No stretch value', reason: 'The score stops at 100, so nothing rewards doing better than the target.', source: 'Penalties without rewards', fields: ['service_levels.fcr.stretch'], mend: 'stretch 75.0\u202f%' },
  { id: 'C12/asa', rule: 'C12', severity: 'error', title: 'A mean cannot hold “for 95\u202f% of calls”', reason: 'The target reads “under 30 s for 95\u202f% of calls”. That is a percentile’s wording on a mean: neither side could prove it.', source: 'Ill-typed target', fields: ['service_levels.asa.target'], mend: 'mean of 30\u202fs' },
  { id: 'C11/cap', rule: 'C11', severity: 'advice', title: 'The cap is at the upper end', reason: 'Caps of 10 to 20\u202f% of charges are common; above 12\u202f% vendors price the risk in.', source: 'Published outsourcing contracts', fields: ['remedies.month_cap_percent'], mend: 'cap 12\u202f%' },
];

function level(one: SampleLevel): LevelView {
  const path = `service_levels.${one.id}`;
  return {
    id: one.id, path, name: one.name, target: shown(one), floor: one.floor === '–' ? '–' : `${one.floor}${one.unit ? `\u202f${one.unit}` : ''}`, weight: one.weight,
    parts: [
      {
        kind: 'fields',
        fields: [
          { path: `${path}.target`, label: 'Target', value: one.id === 'asa' ? 'under 30 s for 95 % of calls' : fixed(one, one.target), kind: 'number', unit: one.unit, span: one.id === 'asa' ? 4 : 1, error: one.id === 'asa' ? 'A mean has no share of calls. Write 30 s.' : undefined },
          { path: `${path}.floor`, label: 'Floor', value: one.floor, kind: 'number', unit: one.unit, span: 1 },
          { path: `${path}.stretch`, label: 'Stretch', value: '', kind: 'number', unit: one.unit, span: 1 },
          { path: `${path}.weight_percent`, label: 'Weight', value: one.weight, kind: 'number', unit: '%', span: 1 },
          { path: `${path}.class`, label: 'Class', value: one.classWord, kind: 'choice', options: ['Critical', 'Key', 'Report only'].map((word) => ({ value: word, label: word })), span: 2 },
          { path: `${path}.outcome`, label: 'Serves outcome', value: 'retention', kind: 'choice', options: [{ value: 'retention', label: 'Customer retention' }, { value: 'cost', label: 'Cost to serve' }], span: 2 },
        ],
      },
      {
        kind: 'grid', title: 'Bands', corner: 'Band', columns: ['from', 'credit, %', 'score'],
        rows: ['minor', 'serious', 'severe'].map((word, i) => ({
          label: word,
          fields: [
            i === 0 ? null : { path: `${path}.bands.${i}.from`, label: `${word} from`, value: String(-2 * i), kind: 'number' as const },
            { path: `${path}.bands.${i}.credit_percent`, label: `${word} credit`, value: String(i + 1), kind: 'number' as const },
            { path: `${path}.bands.${i}.score_points`, label: `${word} score`, value: String(90 - 20 * i), kind: 'number' as const },
          ],
        })),
      },
    ],
  };
}

export const clauses: ClauseView[] = [
  { id: 'parties', path: 'parties', number: '1', title: 'Parties and term', note: '6 of 6 set', parts: [{ kind: 'fields', fields: [
    { path: 'parties.client.name', label: 'Client', value: 'Northmere Energy' }, { path: 'parties.vendor.name', label: 'Vendor', value: 'Łukasz Żółć 株式会社' },
    { path: 'term.start', label: 'First day', value: '2027-01-01', reading: '1 January 2027' }, { path: 'term.months', label: 'Length', value: '36', kind: 'number', unit: 'months', span: 1 }, { path: 'term.notice_days', label: 'Notice', value: '90', kind: 'number', unit: 'days', span: 1 },
  ] }] },
  { id: 'scope', path: 'services', number: '2', title: 'Scope', parts: [{ kind: 'fields', fields: [{ path: 'services', label: 'What the vendor does', value: 'Inbound voice for household customers, seven days a week.', kind: 'area', span: 4 }] }] },
  { id: 'levels', path: 'service_levels', number: '5', title: 'Service levels', note: '8 service levels, weights add up to 100', parts: [{ kind: 'levels', levels: LEVELS.map(level) }] },
  { id: 'ramp', path: 'ramp', number: '6', title: 'Ramp', note: '4 of 4 set', parts: [{ kind: 'grid', corner: 'Month', columns: ['1', '2', '3', '4'], rows: [
    { label: 'FCR target, %', fields: [64, 67, 70, 72].map((value, i) => ({ path: `ramp.fcr.${i}`, label: `FCR target, month ${i + 1}`, value: value.toFixed(1), kind: 'number' as const })) },
    { label: 'Credit factor, %', fields: [0, 0, 50, 100].map((value, i) => ({ path: `ramp.credit_factors_percent.${i}`, label: `Credit factor, month ${i + 1}`, value: String(value), kind: 'number' as const })) },
  ] }] },
  { id: 'remedies', path: 'remedies', number: '7', title: 'Credits', note: '5 of 6 set', parts: [{ kind: 'fields', fields: [
    { path: 'remedies.month_cap_percent', label: 'At risk, a month', value: '15', kind: 'number', unit: '% of charges' }, { path: 'charges.amount', label: 'Monthly charges', value: '412,000.00', kind: 'number', unit: 'USD' },
  ] }, { kind: 'remark', text: 'The month stops at USD 61,800.00.' }] },
  { id: 'escalation', path: 'escalation', number: '8', title: 'Escalation', parts: [
    { kind: 'entries', path: 'escalation.tiers', title: 'Tiers, the lowest first', one: 'Tier', items: ['A case waits longer than its target', 'Nobody acknowledged'].map((trigger, i) => ({
      path: `escalation.tiers.${i + 1}`,
      fields: [
        { path: `escalation.tiers.${i + 1}.trigger`, label: 'What calls it', value: trigger },
        { path: `escalation.tiers.${i + 1}.owner_role`, label: 'Owner, by role', value: i === 0 ? 'Duty manager' : 'Head of service' },
        { path: `escalation.tiers.${i + 1}.acknowledge`, label: 'Acknowledged within', value: '15 min', kind: 'number' as const },
        { path: `escalation.tiers.${i + 1}.resolve`, label: 'Resolved within', value: '4 h', kind: 'number' as const },
      ],
    })) },
    { kind: 'entries', path: 'governance.review_triggers', title: 'What opens a review of targets', one: 'Occasion', items: [{ path: 'governance.review_triggers.1', fields: [{ path: 'governance.review_triggers.1', label: 'Occasion 1', value: 'A launch' }] }] },
    { kind: 'wording', fields: [{ path: 'wordings.escalation', label: 'Own wording of “Escalation”', value: '', kind: 'area', span: 4 }] },
  ] },
  { id: 'governance', number: '9', title: 'Governance', unset: true, parts: [] },
];

const term = (field: string, text: string): Span => ({ text, style: 'plain', field });
const plain = (text: string): Span => ({ text, style: 'plain' });
const blocks: Block[] = [
  { kind: 'title', overline: 'Service level agreement', text: [plain('Customer care, voice')], lead: [plain('between '), term('parties.client.name', 'Northmere Energy'), plain(' and '), term('parties.vendor.name', 'Łukasz Żółć 株式会社')] },
  { kind: 'facts', summary: 'Key terms', rows: [{ label: 'First day of service', value: [term('term.start', '1 January 2027')] }, { label: 'Length', value: [term('term.months', '36 months')] }, { label: 'Charges a month', value: [term('charges.amount', 'USD 412,000.00')] }] },
  { kind: 'contents', title: 'Contents', depth: 1 },
  { kind: 'heading', level: 1, number: '5', text: 'Service levels', id: 'levels', field: 'service_levels' },
  { kind: 'paragraph', number: '5.1', spans: [plain('From the '), term('term.start', 'Effective Date'), plain(' the Vendor performs the Services so that each service level in '), { text: 'Table 1', style: 'plain', target: 'table-1' }, plain(' is met in each calendar month. Weights are used for the score in clause 7.')] },
  { kind: 'table', id: 'table-1', label: 'Table 1', caption: 'Service levels, targets and weights', row_heads: true, note: [],
    columns: [{ head: 'Service level', align: 'start', grow: 1 }, { head: 'Target', align: 'end', grow: 0 }, { head: 'Floor', align: 'end', grow: 0 }, { head: 'Weight', align: 'end', grow: 0 }, { head: 'Class', align: 'start', grow: 0 }],
    rows: LEVELS.map((one) => ({ total: false, cells: [[plain(one.name)], [term(`service_levels.${one.id}.target`, shown(one))], [term(`service_levels.${one.id}.floor`, one.floor)], [term(`service_levels.${one.id}.weight_percent`, one.weight)], [plain(one.classWord)]] })) },
  { kind: 'paragraph', number: '5.2', spans: [{ text: 'First contact resolution', style: 'strong' }, plain(' is the share of contacts after which the same customer makes no further contact on the same matter within 7 days. In each month it is at least '), term('service_levels.fcr.target', '72.0\u202f%'), plain(' and never below '), term('service_levels.fcr.floor', '66.0\u202f%'), plain(', the floor. Abandoned calls are not counted.')] },
  { kind: 'heading', level: 1, number: '6', text: 'Ramp', id: 'ramp' },
  { kind: 'paragraph', number: '6.1', spans: [plain('For the first '), term('ramp.months', 'four months'), plain(' the targets in Figure 1 apply. Reporting starts on the first day.')] },
  { kind: 'stepped_chart', id: 'figure-1', label: 'Figure 1', caption: 'First contact resolution, target by contract month', alt: 'The target rises from 64 % to 72 % in four months', step_name: 'contract month',
    ticks: [60, 65, 70].map((value) => ({ value, label: `${value}\u202f%` })), steps: Array.from({ length: 8 }, (_, i) => String(i + 1)),
    series: [{ name: 'Target', dashed: false, points: [64, 67, 70, 72, 72, 72, 72, 72].map((value) => ({ value, label: `${value}\u202f%` })) }] },
  { kind: 'note', lead: 'Illustrative, not a term.', spans: [plain('The annex shows what a simulation of these terms found.')] },
  { kind: 'page_break' },
  { kind: 'signatures', places: [{ id: 'client', role: 'For the client', party: [plain('Northmere Energy')] }, { id: 'vendor', role: 'For the vendor', party: [plain('Łukasz Żółć 株式会社')] }] },
];

export const tree: Tree = {
  title: 'Customer care, voice', subject: 'Service level agreement', author: 'Northmere Energy', running_head: 'Customer care, voice · Service level agreement', revision: 'Revision 4, draft',
  hash: '9c417be052d8a1f30b6e44c7d2209a51e7f0c3b18844aa6d5521ee7f90bc1234', created: '2026-11-26T15:40:00Z', language: 'en-GB', blocks,
};

const met = (one: SampleLevel, target: number) => {
  const z = ((one.direction === 'higher' ? one.typical - target : target - one.typical) / one.spread) * 1.2;
  return 1 / (1 + Math.exp(-1.7 * z));
};

function points(one: SampleLevel, k: number): SeriesPoint[] {
  return MONTHS.map((month, i) => ({
    month, n: k === 0 ? null : 400 + i * 3,
    value: k === 4 && i === 4 ? null : one.typical + wobble(i, k) * one.spread * (i === 13 && k < 5 ? 2.6 : 1.1) * (one.direction === 'higher' && i === 13 ? -1 : 1),
    excused: i === 13 ? 'client system down, 9–17 Dec 2025' : undefined, outlier: i === 13 && k < 5,
  }));
}

const series: SeriesView[] = LEVELS.map((one, k) => ({
  id: one.id, name: one.name, unit: one.unit, decimals: one.decimals, direction: one.direction,
  caption: [k === 0 ? 'unweighted; plain mean of months' : k === 4 ? 'gap March 2025' : 'share of 1.4 million answered calls'], aside: `mean ${fixed(one, one.typical)}`,
  points: points(one, k), target: one.direction === 'range' ? [300, one.target] : [one.target],
}));

export const baseline: BaselineView = { finding: '24 months, 8 measures, weighted except FCR. Enough to simulate: two winters are in it, and one month is excused.', series, origin: 'kpi_history_2024-26.csv, read 26 Nov: 26 rows, 2 refused.', illustrative: true, own: true, leftOut: ['Net promoter score'], shared: false };

export const report: ImportReport = {
  fileName: 'kpi_history_2024-26.csv', summary: '26 rows, 1 Nov 2024 to 31 Oct 2026: 24 taken, 2 of them in part; 2 refused. Read as UTF-8, cells apart by comma.',
  remarks: [{ row: 6, text: 'Mar 2025: no CSAT. The rest of the row was taken.', refused: false }, { row: 15, text: 'December 2025 again, row 16 is later.', refused: true }, { row: 20, text: 'Apr 2026: no quality score. The rest of the row was taken.', refused: false }, { row: 27, text: '“Total” is not a month.', refused: true }],
  refused: [],
  missing: ['Customer satisfaction has no figure for Mar 2025.'], notes: ['First contact resolution is marked “unweighted”: “fcr_pct” comes without counts, so longer periods are plain means.'],
  columns: {
    columns: ['', 'month', 'offered', 'answered', 'ans_20s', 'asa_sec', 'abd', 'fcr_pct', 'csat_n', 'comment'].map((value) => ({ value, label: value || 'none' })),
    period: 'month', dateOrder: '', decimalSign: 'point', ownSigns: [], sheets: [], sheet: '', group: '', only: '', unused: ['csat_n', 'comment'],
    measures: [
      { measure: 'service', name: 'Answered within 20 s', as: 'ratio', column: 'ans_20s', second: 'offered', mark: '', madeFrom: 'Σ ans_20s / Σ offered', lastValue: '80.2\u202f%' },
      { measure: 'asa', name: 'Average speed of answer', as: 'value', column: 'asa_sec', second: 'offered', mark: 'approximate weights', madeFrom: 'Σ (asa_sec × offered) / Σ offered', lastValue: '26\u202fs' },
      { measure: 'fcr', name: 'First contact resolution', as: 'value', column: 'fcr_pct', second: '', mark: 'unweighted', madeFrom: 'plain mean of fcr_pct', lastValue: '74.1\u202f%' },
      { measure: 'volume', name: 'Contacts offered', as: 'sum', column: 'offered', second: '', mark: '', madeFrom: 'Σ offered', lastValue: '61,204' },
      { measure: 'quality', name: 'Quality score', as: 'none', column: '', second: '', mark: '', madeFrom: '', lastValue: '' },
    ],
  },
};

const HEAT: Record<string, number[]> = {
  fcr: [95, 92, 69, 40, 50, 55, 53, 47, 42, 38, 37, 39, 45], service: [93, 92, 79, 71, 80, 82, 79, 72, 65, 59, 57, 59, 69], repeat: [94, 97, 95, 69, 78, 81, 78, 73, 66, 61, 59, 62, 70],
  asa: [100, 98, 94, 80, 87, 89, 86, 80, 71, 65, 62, 66, 76], abandonment: [100, 100, 93, 84, 89, 91, 88, 82, 75, 69, 67, 70, 79], csat: [99, 98, 95, 77, 85, 88, 86, 82, 78, 74, 73, 75, 80], quality: [97, 94, 87, 75, 81, 84, 84, 83, 81, 80, 79, 81, 82],
};
const heatRows: HeatRow[] = LEVELS.filter((one) => HEAT[one.id]).map((one) => {
  const all = (HEAT[one.id] ?? []).map((value) => value / 100);
  return { id: one.id, name: one.name, target: shown(one), cells: all.slice(0, 12), steady: all[12] ?? null };
});

function fan(one: SampleLevel): FanMonth[] {
  const better = one.direction === 'higher' ? 1 : -1;
  return Array.from({ length: 12 }, (_, i) => {
    const median = one.typical - better * one.spread * 2.6 * 2 ** (-(i + 0.5) / 1.2) + Math.sin(i / 2) * 0.2 * one.spread;
    const width = one.spread * (1 + 0.03 * i);
    const target = one.id === 'fcr' ? ([64, 67, 70][i] ?? one.target) : one.target;
    return { low95: median - 2 * width, low80: median - 1.3 * width, low50: median - 0.7 * width, median, high50: median + 0.7 * width, high80: median + 1.3 * width, high95: median + 2 * width, target, met: (HEAT[one.id]?.[i] ?? 50) / 100 };
  });
}

const DOTS = [8, 9, 10, 28, 29, 30, 31, 33, 34, 46, 48, 50, 52, 53, 54, 55, 66, 68, 70, 71, 72, 74, 75, 86, 87, 88, 89, 92, 93, 94, 108, 109, 112, 114, 115, 128, 130, 133, 135, 148, 150, 151, 152, 168, 170, 188, 190, 208, 230, 290];
const usd = (value: number) => ({ value, text: `USD\u00a0${Math.round(value).toLocaleString('en')}` });
export const simulation: SimulationView = {
  basis: '10,000 trials of the first contract year',
  finding: 'In 12 of 100 simulated years the cap is reached. First contact resolution decides: at 72.0\u202f% it is met in 45 months of 100.',
  sources: {
    title: 'Where the credits come from', caption: [{ strong: 'First contact resolution makes 38\u202f% of what is expected.' }, ' After the caps; expected values, so they add up.'], axisName: 'expected credits in the first year, USD',
    rows: [['First contact resolution', 36800], ['Answered within 20 s', 24100], ['Repeat contacts', 15900], ['Average speed of answer', 11200], ['Customer satisfaction', 8800]].map(([label, to], i) => ({ id: String(i), label: String(label), from: 0, to: Number(to), text: usd(Number(to)).text, kind: 'lost' as const })),
  },
  credits: {
    title: 'Credits in the first year', period: 'in the first year', noun: 'year', caption: ['50 equally likely years. ', { strong: 'Half lie at or below USD\u00a085,500.' }],
    dots: DOTS.map((value, i) => ({ ...usd(value * 1000), capShare: i > 43 && i !== 49 ? 0.9 : 0 })), median: usd(85_500), p95: usd(213_200), currency: 'USD',
    facts: [['Expected', 96_800], ['1 year in 20 at or below', 9_100], ['Median', 85_500], ['1 year in 20 above', 213_200]].map(([label, value]) => ({ label: String(label), value: usd(Number(value)).text })).concat({ label: 'The cap is reached', value: 'in 12 of 100 years' }),
  },
  facts: [{ label: 'Credits in the first year', value: 'USD\u00a096,800 expected' }, { label: 'All seven met', value: '27\u00a0in\u00a0100 steady months' }],
  heat: { caption: [{ strong: 'Winter is the weak season. ' }, 'From month 9 every level is likelier to be missed.'], rows: heatRows, all: { label: 'All seven met', cells: [86, 82, 55, 25, 36, 40, 37, 29, 22, 18, 17, 19].map((v) => v / 100), steady: 0.27 }, rampMonths: 4, rampLabel: 'ramp, credit 0, 0, ½, 1', steadyLabel: 'months 5–12' },
  levels: LEVELS.filter((one) => HEAT[one.id]).map((one, k) => ({ id: one.id, name: one.name, unit: one.unit, decimals: one.decimals, fanCaption: ['From month 4 the median follows the target: ', { strong: 'a coin toss.' }], history: points(one, k).map(({ month, value }) => ({ month, value })), months: fan(one) })),
  leftOut: ['Net promoter score'], cautions: ['Nine months of history hold no winter: figures of the winter months are less certain than they look.'],
  volume: ['More volume than was forecast excuses Average speed of answer in 6 of 100 steady months. Their chances are those of the months that are judged.'],
  ramp: 'Average handle time begins at 900\u202fs; half of the gap is closed after 3\u00a0weeks. Ramp months assume steady performance for the other levels.',
  provenance: [{ label: 'Seed', value: '4471902' }, { label: 'Trials', value: '10,000' }, { label: 'Engine', value: '0.1.0' }, { label: 'Monte Carlo error', value: 'at most 0.5 points of a probability' }, { label: 'Short history', value: 'adds an 80\u202f% band of ±9 points to FCR' }],
};

export const trialLevels: TrialLevel[] = LEVELS.filter((one) => HEAT[one.id]).map((one) => {
  const min = one.target - one.spread * 2.2;
  const max = one.target + one.spread * 2.2;
  return { id: one.id, name: one.name, known: true, assumed: false, unit: one.unit, decimals: one.decimals, direction: one.direction, target: one.target, targetText: shown(one), min: Number(min.toFixed(one.decimals)), max: Number(max.toFixed(one.decimals)), curve: Array.from({ length: 41 }, (_, i) => ({ target: min + ((max - min) * i) / 40, met: met(one, min + ((max - min) * i) / 40) })) };
});
export const metAt = (id: string, target: number) => met(LEVELS.find((one) => one.id === id) ?? LEVELS[0]!, target);

export const review: ReviewView = {
  finding: 'Northmere Energy asks you for 8\u00a0service levels. In the first 12\u00a0months they are expected to cost you USD\u00a096,800 in credits.', side: 'vendor', locked: false, otherParty: 'Northmere Energy', currency: 'USD', horizon: '12\u00a0months', basis: 'From the baseline that came with the terms: 24 months.',
  history: 'own', outlook: 'current', leftOut: ['Average handle time'],
  terms: LEVELS.map((one, i) => ({ id: one.id, href: `#/contract/1/terms/service_levels.${one.id}.target`, name: one.name, target: shown(one), floor: one.floor, weight: one.weight, classWord: one.classWord, met: HEAT[one.id] ? (HEAT[one.id]?.[12] ?? 0) / 100 : null, credit: HEAT[one.id] ? `${31 - i * 3},900` : null })),
  facts: [{ label: 'Client', value: 'Northmere Energy' }, { label: 'Charges a month', value: 'USD\u00a0412,000.00' }, { label: 'Cap of the month', value: '12\u202f% of charges' }, { label: 'Ramp', value: '4 months, credits 0, 0, 50 and 100\u202f%' }].map((one) => ({ ...one, href: '#/contract/1/terms' })), total: { met: 0.27, credit: '96,800' },
};
export const copy: CopyView = { revision: 'Revision 4', hash: tree.hash, baseline: '24 months, 9 measures', shared: true, kept: ['your notes', 'your 2\u00a0limits'], busy: false };

export const signing: SignView = {
  steps: [{ label: 'Draft', detail: 'nothing blocks', state: 'done' }, { label: 'In approval', detail: '1 of 3 on revision 7', state: 'now' }, { label: 'Approved', detail: 'waits for 2 approvals', state: 'ahead' }],
  blockers: [],
  approvers: [
    { id: '1', role: 'Operations lead', side: 'client', party: 'Northmere Energy', state: 'approved', own: true, at: '2026-11-26T10:14:00', hash: '9c41 7be0', voided: [] },
    { id: '2', role: 'Procurement lead', side: 'client', party: 'Northmere Energy', state: 'open', own: true, voided: [{ id: '1', said: 'Approved', ended: 'Voided', reason: '', at: '2026-11-24T15:40:00', revision: 'revision 6', hash: 'e07a 12f4' }] },
    { id: '3', role: 'Account lead', side: 'vendor', party: 'Alvora Contact', state: 'elsewhere', own: false, note: 'After Procurement lead (client).', voided: [] },
  ],
  exchange: { kind: 'take_in', label: 'Take in the answer of Alvora Contact', detail: 'Write the copy for Alvora Contact once it is their turn. The answer holds for exactly the terms that it names.' },
  workingAs: 'You work as Northmere Energy, client, and approve for that side only.', voided: 'The terms changed since revision 6, which voided 1\u00a0approval: Procurement lead.', revision: 'Revision 7', hash: tree.hash,
  contents: [{ label: 'Document', value: 'PDF with title, terms, service levels, ramp, credits and the page for signatures' }], annexAvailable: true,
  audit: [{ id: '1', at: '2026-11-26T10:14:00', text: 'Operations lead approved revision 7', hash: '9c41 7be0' }, { id: '2', at: '2026-11-25T16:02:00', text: 'Revision 7 made: cap a month 10 → 12\u202f%; 1 approval voided', hash: '9c41 7be0' }, { id: '3', at: '2026-11-24T15:40:00', text: 'Procurement lead approved revision 6', hash: 'e07a 12f4' }],
};

export const learningLevels: LearningLevel[] = [
  { measure: 'aht', name: 'Average handle time', texts: { start: '900\u202fs', half_life: '3\u00a0weeks' }, example: '420\u202fs', refused: {} },
  { measure: 'fcr', name: 'First contact resolution', texts: { start: '60\u202f%', half_life: '' }, example: '72.0\u202f%', refused: { half_life: 'It is missing; expected a time like 3 weeks, 1 month or 2 to 5 weeks.' } },
  { measure: 'asa', name: 'Average speed of answer', texts: { start: '', half_life: '' }, example: '30\u202fs', refused: {} },
];

export const assumedLevels: AssumedLevel[] = [
  { measure: 'nps', name: 'Net promoter score', example: '30', months: 0, assumed: true, texts: { p10: '10', p50: '28', p90: '40', months: '12' }, refused: {} },
  { measure: 'qa', name: 'Quality score', example: '86.5', months: 4, assumed: false, texts: { p10: '80', p50: 'high', p90: '92', months: '6' }, refused: { p50: '“high” is not a number of points between −100 and 100, like 86.5.' } },
];
