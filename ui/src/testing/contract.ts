/** A small contract as the host sends it. Shared by tests only. */
import type { ApprovalView } from '../host/types/ApprovalView';
import type { ContractCard } from '../host/types/ContractCard';
import type { ContractView } from '../host/types/ContractView';
import type { Field } from '../host/types/Field';
import type { Finding } from '../host/types/Finding';
import type { Outlook } from '../host/types/Outlook';
import type { Section } from '../host/types/Section';

const HASH = '1a6543fb5bb81f34fe5e63845008ba215fd1ec95ae7ef0009fb684a371c5c20b';

export function field(path: string, section: Section, text: string, more: Partial<Field> = {}): Field {
  return { path, label: path.split('.').at(-1) ?? path, full_label: `Full ${path}`, section, kind: 'quantity', text, optional: false, choices: [], ...more };
}

const side = [{ value: 'client', label: 'Client' }, { value: 'vendor', label: 'Vendor' }];
const fields: Field[] = [
  field('title', 'parties', 'Voice', { kind: 'text', optional: true }),
  field('parties.client.name', 'parties', 'Northmere', { kind: 'text', full_label: 'Client, name' }),
  field('parties.vendor.name', 'parties', 'Alvora', { kind: 'text', full_label: 'Vendor, name' }),
  field('term.start', 'parties', '2027-01-01', { kind: 'date' }),
  field('services', 'services', '', { kind: 'long_text' }),
  field('service_levels.fcr.target', 'service_levels', '72.0\u202f%', { full_label: 'First contact resolution, target' }),
  field('service_levels.fcr.floor', 'service_levels', '', { optional: true }),
  field('service_levels.fcr.bands.1.credit', 'service_levels', '1\u202f%'),
  field('service_levels.fcr.bands.1.score', 'service_levels', ''),
  field('service_levels.fcr.bands.2.from', 'service_levels', '70.0\u202f%'),
  field('service_levels.fcr.bands.2.credit', 'service_levels', '2\u202f%'),
  field('service_levels.fcr.bands.2.score', 'service_levels', ''),
  field('measures.fcr.name', 'measures', 'First contact resolution', { kind: 'text' }),
  field('measures.fcr.owner', 'measures', 'vendor', { kind: 'choice', choices: side }),
  field('ramp.credit_factors', 'ramp', '0\u202f%, 100\u202f%'),
  field('ramp.credit_factors.1', 'ramp', '0\u202f%'),
  field('ramp.credit_factors.2', 'ramp', '100\u202f%'),
  field('ramp.fcr.path', 'ramp', 'steps'),
  field('ramp.fcr.1', 'ramp', '66.0\u202f%'),
  field('ramp.fcr.2', 'ramp', '69.0\u202f%'),
  field('currency', 'charges', 'USD', { kind: 'text' }),
  field('charges.amount', 'charges', 'USD\u00a0412,000.00'),
  field('remedies.month_cap', 'charges', '12\u202f%', { label: 'Cap of a month’s credits' }),
  field('score', 'charges', 'linear', { kind: 'choice', choices: [{ value: 'linear', label: 'Linear' }, { value: 'by_band', label: 'By band' }] }),
  field('sign_off.1.side', 'sign_off', 'client', { kind: 'choice', choices: side }),
  field('sign_off.1.role', 'sign_off', 'Procurement lead', { kind: 'text' }),
];

export const finding: Finding = {
  rule: 'C4', severity: 'warning', title: 'Cap outside 10 to 20\u202f%', reason: 'It is common.', source: 'Rule C4', fields: ['remedies.month_cap'], waits_for: null,
  mend: { label: 'Set the cap to 12\u202f%', changes: [{ path: 'remedies.month_cap', text: '12\u202f%' }] },
};

export function approval(side: 'client' | 'vendor', party: string, role: string, state: ApprovalView['state'], more: Partial<ApprovalView> = {}): ApprovalView {
  return { side, party, role, state, approved_at: null, short_hash: null, rejected_at: null, reason: '', elsewhere: false, waits_for: '', ...more };
}

export function contractView(more: Partial<ContractView> = {}): ContractView {
  const section = (id: Section, number: string, title: string) => ({ id, number, title, errors: 0, warnings: 0, advice: 0 });
  const clause = (id: string, section: Section | null, number: string, title: string) => ({ id, section, number, title });
  return {
    id: 'c1', title: 'Voice', client: 'Northmere', vendor: 'Alvora', side: 'client', locked: false, received_from: null, waiting_table: null, sample: false, state: 'draft',
    revision: { number: 3, hash: HASH, short_hash: '1a65 43fb', at: '2026-11-21T10:00:00Z' },
    fields,
    sections: [section('parties', '1', 'Parties'), section('services', '2', 'Scope'), section('measures', '3', 'Measures'), section('service_levels', '4', 'Service levels'), section('ramp', '5', 'Ramp'), section('charges', '6', 'Charges'), section('sign_off', '10', 'Approval')],
    clauses: [
      clause('parties', 'parties', '1', 'Parties'), clause('services', 'services', '2', 'Scope'), clause('measures', 'measures', '3', 'Measures'), clause('service-levels', 'service_levels', '4', 'Service levels'), clause('ramp', 'ramp', '5', 'Ramp'),
      clause('charges', 'charges', '6', 'Charges'), clause('score', 'charges', '7', 'Score'), clause('governing', null, '', 'Governing agreement'), clause('definitions', 'measures', '8', 'Definitions of the measures'), clause('waivers', null, '9', 'Findings accepted with a reason'), clause('sign-off', 'sign_off', '10', 'Approval'),
    ],
    levels: [{
      id: 'fcr', measure: 'fcr', name: 'First contact resolution', direction: 'higher', unit: 'percent', precision_decimals: 1, target_text: '≥\u202f72.0\u202f%', target_value: 72, floor_text: '', weight_text: '100\u202f%', class: 'critical', outcome: 'retention',
      bands: [{ grade: 'minor', values_text: 'below 72.0\u202f% to 70.0\u202f%', credit_text: '1\u202f% of charges' }, { grade: 'serious', values_text: 'below 70.0\u202f%', credit_text: '2\u202f% of charges' }],
    }],
    lists: [{ path: 'sign_off', label: 'Who approves, in this order', one: 'Approver', section: 'sign_off', count: 1 }], unread: [],
    free_measures: [], library_measures: [], ramp_months: 2, weights_sum_text: '100\u202f%', findings: [],
    document: { title: 'Voice', subject: '', author: '', running_head: '', revision: 'Revision 3, draft', hash: HASH, created: '2026-11-21T10:00:00Z', language: 'en-GB', blocks: [] },
    step: 1, undo: null, redo: null, undo_stops: null, answer_hindrance: null, baseline: null,
    approvals: [approval('client', 'Northmere', 'Procurement lead', 'in_turn'), approval('vendor', 'Alvora', 'Account lead', 'out_of_turn', { waits_for: 'Procurement lead (client)' })],
    voided: [], blockers: [], trail: [{ at: '2026-11-21T10:00:00Z', what: 'Created', short_hash: '1a65 43fb' }], private: { notes: '', limits: [], learning: [], assumptions: [] }, besides: [], outlook_inputs: { terms: HASH, history: more.baseline?.hash ?? '', learning: '', assumptions: '' },
    ...more,
  };
}

/** A contract as the library lists it. */
export const card: ContractCard = {
  id: 'a', title: 'Voice', client: 'Northmere', vendor: '', revision: 4, changed_at: '2026-11-20T10:00:00Z', sample: false, state: 'draft', statements: 0, side: 'client', locked: false, baseline_months: 24, errors: 1, warnings: 0,
};

/** Only what review and approval look at. */
export function outlook(hash = HASH): Outlook {
  return {
    hash, baseline_hash: 'b1', inputs: { terms: hash, history: 'b1', learning: '', assumptions: '' }, months: Array.from({ length: 12 }, (_, i) => ({ number: i + 1, label: '', ramp: i < 2, credit_factor_text: '' })), all_met_steady: 0.41, left_out: ['Average handle time'], learning: [], assumptions: [],
    levels: [{ id: 'fcr', met_steady: 0.78, expected_credit_text: 'USD\u00a010,700' }],
    credits: { mean_text: 'USD\u00a044,100', currency: 'USD' },
  } as unknown as Outlook;
}
