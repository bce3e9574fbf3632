import { counted } from '../../format/numbers';
import type { ContractView } from '../../host/types/ContractView';
import type { Field } from '../../host/types/Field';
import type { Finding } from '../../host/types/Finding';
import type { Grade } from '../../host/types/Grade';
import type { LevelView as WireLevel } from '../../host/types/LevelView';
import type { Section } from '../../host/types/Section';
import type { FieldView, Option } from '../../ui/field';
import { unsettled, type FindingView } from '../../ui/finding';
import type { ClauseView, GridView, LevelView, MeasureView, PartView } from './terms';

/** Bands of a level: one for each grade that is not met. */
const BANDS_MOST = 4;
/** Later targets of a level at the most. */
const LATER_MOST = 20;
const GRADES: Record<Grade, string> = { met: 'Met', minor: 'Minor', serious: 'Serious', severe: 'Severe', failed: 'Failed' };
const KINDS: Record<Field['kind'], FieldView['kind']> = { text: 'text', long_text: 'area', date: 'text', quantity: 'number', choice: 'choice' };

/** Texts that could not be taken, by the path of their term. */
type Refused = ReadonlyMap<string, { text: string; reason: string }>;

/** The form of a contract: its clauses with their fields, texts that are not stored yet in place of the stored ones. */
export function clauseViews(view: ContractView, typed: ReadonlyMap<string, string> = new Map(), refused: Refused = new Map()): ClauseView[] {
  const form = new Form(view, typed, refused);
  const clauses = view.sections.map((section): ClauseView => {
    const parts = form.partsOf(section.id);
    const wording = form.wordings(section.id);
    const left = form.leftOver(section.id);
    return {
      id: section.id,
      path: ROOTS[section.id][0],
      also: ROOTS[section.id].slice(1),
      number: section.number,
      title: section.title,
      more: view.clauses.filter((clause) => clause.section === section.id).slice(1).map((clause) => clause.id),
      ...notes(section.id, view),
      parts: [...parts, ...(left.length > 0 ? [{ kind: 'fields', fields: left } as const] : []), ...(wording.length > 0 ? [{ kind: 'wording', fields: wording } as const] : [])],
    };
  });
  return [...clauses, { id: 'private', number: '', title: 'Only on this side', own: true, note: 'in no copy, in no document', parts: [] }];
}

/** Where findings about a whole clause stand, its main part first. */
const ROOTS: Record<Section, readonly [string, ...string[]]> = {
  parties: ['parties', 'contacts', 'renewal', 'term'], services: ['services', 'scope'], measures: ['measures'], service_levels: ['service_levels'],
  ramp: ['ramp'], charges: ['charges', 'remedies'], forecast: ['forecast'], relief: ['relief', 'dependencies'], quality: ['qa', 'csat'],
  reporting: ['reports', 'statement_rules'], governance: ['governance', 'rectification', 'change_control'], escalation: ['escalation'],
  compliance: ['obligations'], continuity: ['continuity'], ending: ['termination', 'exit'], governing: ['governing'], sign_off: ['sign_off'],
};

/** A heading with its fields, or a list by its path. */
type Layout = string | { title?: string; fields: readonly string[] };

/** The clauses that are fields and lists one below the other; terms that are not named here come last. */
const LAYOUTS: Partial<Record<Section, readonly Layout[]>> = {
  services: [
    { fields: ['services'] }, 'scope.included', 'scope.excluded', 'scope.functions', 'scope.lines_of_business', 'scope.sites', 'scope.channels', 'scope.priorities',
    'scope.customer_groups', { title: 'Hours', fields: ['scope.hours', 'scope.time_zone', 'scope.holidays'] }, 'scope.client_duties', 'scope.vendor_duties', 'scope.transition',
  ],
  forecast: [{ fields: ['owner', 'grain', 'counts', 'lock_days', 'accuracy_percent', 'band_percent', 'minimum_volume_percent'].map((leaf) => `forecast.${leaf}`) }],
  relief: ['relief.events', { title: 'How relief is approved', fields: ['claim_days', 'answer_days', 'client_approver', 'vendor_approver'].map((leaf) => `relief.${leaf}`) }, 'dependencies'],
  quality: [
    { title: 'Audits of the work', fields: ['audits_a_month', 'each', 'selection', 'by'].map((leaf) => `qa.${leaf}`) }, 'qa.criteria',
    { title: 'Calibration and recordings', fields: ['calibration', 'tolerance_points', 'recordings', 'continuous'].map((leaf) => `qa.${leaf}`) },
    { title: 'Customers are asked', fields: ['by', 'minimum_n', 'method', 'scale', 'response_percent'].map((leaf) => `csat.${leaf}`) },
  ],
  reporting: [
    'reports', { title: 'Statements and disputes', fields: ['issue_days', 'dispute_days', 'answer_days', 'credit_by', 'pay_days'].map((leaf) => `statement_rules.${leaf}`) }, 'statement_rules.dispute_path',
    { title: 'Audits of the figures', fields: ['audits_a_year', 'audit_notice_days', 'records_months'].map((leaf) => `statement_rules.${leaf}`) },
  ],
  governance: [
    'governance.meetings', 'governance.review_triggers', { fields: ['governance.feedback'] },
    { title: 'Rectification plan', fields: ['from', 'check', 'cause_days', 'plan_days', 'approve_days', 'contents'].map((leaf) => `rectification.${leaf}`) },
    { title: 'Change control', fields: ['request', 'answer_days', 'client_approver', 'vendor_approver', 'urgent'].map((leaf) => `change_control.${leaf}`) },
  ],
  escalation: ['escalation.tiers', { title: 'Kept working', fields: ['escalation.drill', 'escalation.contact_check'] }],
  compliance: ['obligations'],
  continuity: [{ fields: ['plan', 'recovery', 'data_loss', 'workforce', 'test'].map((leaf) => `continuity.${leaf}`) }, 'continuity.systems'],
  ending: [
    'termination.triggers', { fields: ['termination.cure_days'] },
    { title: 'Exit', fields: ['assistance_months', 'plan_days', 'knowledge', 'data_days', 'data', 'people', 'charges'].map((leaf) => `exit.${leaf}`) },
  ],
  governing: [{ fields: ['governing.agreement', 'governing.dated'] }, 'governing.precedence', { fields: ['governing.prevails', 'governing.law'] }],
  sign_off: ['sign_off'],
};

/** Texts that are a name or a few words. */
const SHORT_TEXTS = /\.(name|role|owner_role|email|phone|hours|contact|time_zone|each|client_approver|vendor_approver)$/;

const LATER_HINT = 'From which contract month on which target: from month\u00a013: 87\u202f%, from month\u00a025: 88\u202f%. Floor, stretch and bands move with it. Empty: the target stays.';

const WORDING_HINT = 'Takes the place of this clause’s sentences in the document, which marks and lists it as a deviation. Empty: the sentences made from the terms.';

function notes(section: Section, view: ContractView): Pick<ClauseView, 'note' | 'unset'> {
  const services = view.fields.find((field) => field.path === 'services');
  switch (section) {
    case 'services': return { unset: services?.text === '' };
    case 'forecast': case 'relief': case 'quality': case 'governance': case 'escalation': case 'compliance': case 'continuity': case 'ending': case 'governing':
      // A clause without a number is one that the document leaves out.
      return view.sections.find((one) => one.id === section)?.number === '' ? { unset: true, note: 'nothing set, so not in the document' } : {};
    case 'service_levels': return { note: `${counted(view.levels.length, 'service level')}, weights add up to ${view.weights_sum_text}`, unset: view.levels.length === 0 };
    case 'ramp': return view.ramp_months === 0 ? { unset: true } : { note: `${counted(view.ramp_months, 'opening month')}` };
    default: return {};
  }
}

/** Takes the contract's fields one after the other; what no clause asked for is left over and shown all the same. */
class Form {
  readonly #view: ContractView;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #typed: ReadonlyMap<string, string>;
  readonly #refused: Refused;
  readonly #taken = new Set<string>();

  constructor(view: ContractView, typed: ReadonlyMap<string, string>, refused: Refused) {
    this.#view = view;
    this.#fields = new Map(view.fields.map((field) => [field.path, field]));
    this.#typed = typed;
    this.#refused = refused;
  }

  partsOf(section: Section): PartView[] {
    switch (section) {
      case 'parties': return this.#parties();
      case 'measures': return [{ kind: 'measures', measures: this.#measures() }];
      case 'service_levels': return [{ kind: 'levels', levels: this.#view.levels.map((level) => this.#level(level)) }];
      case 'ramp': return this.#ramp();
      case 'charges': return this.#charges();
      default: return (LAYOUTS[section] ?? []).flatMap((layout) => this.#laidOut(layout));
    }
  }

  /** The wordings that a person can give the clause. */
  wordings(section: Section): FieldView[] {
    const paths = this.#view.fields.filter((field) => field.section === section && field.path.startsWith('wordings.')).map((field) => field.path);
    return paths.flatMap((path) => this.#take(path, 4, { hint: WORDING_HINT }));
  }

  /** Sentences need the width of the form; names, choices and numbers half of it. */
  #spanOf(path: string): FieldView['span'] {
    return this.#fields.get(path)?.kind === 'text' && !SHORT_TEXTS.test(path) ? 4 : 2;
  }

  #laidOut(layout: Layout): PartView[] {
    if (typeof layout !== 'string') {
      const fields = layout.fields.flatMap((path) => this.#take(path, this.#spanOf(path)));
      return fields.length > 0 ? [{ kind: 'fields', title: layout.title, fields }] : [];
    }
    const list = this.#view.lists.find((one) => one.path === layout);
    if (!list) return [];
    const items = Array.from({ length: list.count }, (_, i) => {
      const path = `${list.path}.${i + 1}`;
      const below = [...this.#fields.keys()].filter((one) => one === path || one.startsWith(`${path}.`));
      return { path, fields: below.flatMap((one) => this.#take(one, this.#spanOf(one))) };
    });
    return [{ kind: 'entries', path: list.path, title: list.label, one: list.one, items }];
  }

  leftOver(section: Section): FieldView[] {
    return this.#view.fields.filter((field) => field.section === section && !this.#taken.has(field.path)).map((field) => this.#shown(field, 2));
  }

  #take(path: string, span: FieldView['span'] = 2, more: Partial<FieldView> = {}): FieldView[] {
    const field = this.#fields.get(path);
    if (!field) return [];
    this.#taken.add(path);
    return [{ ...this.#shown(field, span), ...more }];
  }

  /** A field of a table: its heads are beside it for the eye only, so its own name says all. */
  #cell(path: string): FieldView | null {
    const field = this.#fields.get(path);
    return this.#take(path, 1, field ? { label: field.full_label } : {})[0] ?? null;
  }

  #shown(field: Field, span: FieldView['span']): FieldView {
    const value = this.#typed.get(field.path) ?? field.text;
    const room = roomFor(field, value, span);
    return {
      path: field.path,
      label: field.label,
      value,
      refused: this.#refused.get(field.path),
      kind: room.lines > 0 ? 'area' : KINDS[field.kind],
      options: field.kind === 'choice' ? field.choices : undefined,
      placeholder: field.kind === 'date' ? 'year-month-day' : field.optional ? 'none' : undefined,
      readonly: this.#view.locked || undefined,
      span: room.span,
      rows: room.lines > 0 ? room.lines : undefined,
      sentence: room.lines > 0 && field.kind !== 'long_text' ? true : undefined,
    };
  }

  #group(title: string | undefined, ...fields: FieldView[][]): PartView {
    return { kind: 'fields', title, fields: fields.flat() };
  }

  #parties(): PartView[] {
    const party = (side: string) => ['name', 'representative', 'address', 'email'].flatMap((leaf) => this.#take(`parties.${side}.${leaf}`));
    return [
      this.#group(undefined, this.#take('title', 4)),
      this.#group('Client', party('client')),
      this.#group('Vendor', party('vendor')),
      this.#group('Term', this.#take('term.start', 2), this.#take('term.months', 1), this.#take('term.notice_days', 1)),
      ...this.#laidOut({ title: 'Renewal', fields: ['rule', 'months', 'decide_days', 'reopens_targets'].map((leaf) => `renewal.${leaf}`) }),
      ...this.#laidOut('contacts'),
    ];
  }

  #measures(): MeasureView[] {
    const ids = new Set([...this.#fields.keys()].flatMap((path) => /^measures\.(.+)\.name$/.exec(path)?.[1] ?? []));
    return [...ids].map((id) => {
      const path = `measures.${id}`;
      const at = (leaf: string, span: FieldView['span']) => this.#take(`${path}.${leaf}`, span);
      const owner = this.#fields.get(`${path}.owner`);
      return {
        id,
        path,
        name: this.#fields.get(`${path}.name`)?.text || id,
        owner: owner?.choices.find((choice) => choice.value === owner.text)?.label ?? '',
        parts: [
          this.#group(undefined, at('name', 4), at('numerator', 4), at('denominator', 4), at('exclusions', 4), at('source', 4), at('owner', 2), at('minimum_n', 2)),
          this.#group('What kind of figure it is', at('statistic', 2), at('percentile', 2), at('unit', 2), at('direction', 2), at('precision', 2), at('perspective', 2), at('alert', 2)),
          this.#group('How it is measured', at('population', 4), at('hours', 2), at('holidays', 2), at('frequency', 2), at('sample_n', 2), at('collected', 4), at('sampling', 4), at('dispute', 4), at('tool_change', 4)),
        ],
      };
    });
  }

  #level(level: WireLevel): LevelView {
    const path = `service_levels.${level.id}`;
    const at = (leaf: string, span: FieldView['span']) => this.#take(`${path}.${leaf}`, span);
    return {
      id: level.id,
      path,
      name: level.name,
      target: level.target_text,
      floor: level.floor_text || '–',
      weight: level.class === 'report_only' ? '–' : level.weight_text,
      canAddBand: level.bands.length < BANDS_MOST,
      canRemoveBand: level.bands.length > 1,
      canAddLater: this.#laterCount(path) < LATER_MOST,
      parts: [
        this.#group(undefined, at('target', 1), at('floor', 1), at('stretch', 1), at('weight', 1), at('class', 2), at('outcome', 2)),
        this.#group(undefined, this.#take(`${path}.later`, 4, { kind: 'text', hint: LATER_HINT })),
        ...this.#later(path),
        this.#bands(level, path),
        this.#group(undefined, at('credit', 2), at('percent_per_point', 2)),
        this.#group('How it is judged and paid', ...['window', 'gate', 'cap', 'bonus', 'category', 'allocation', 'exceed'].map((leaf) => at(leaf, 2))),
        this.#group('What it covers, and who owns it', ...['line_of_business', 'site', 'channel', 'priority', 'customer_group'].map((leaf) => at(`scope.${leaf}`, 2)), at('volume_sensitive', 2), at('client_part', 4)),
      ],
    };
  }

  #laterCount(path: string): number {
    return [...this.#fields.keys()].filter((one) => one.startsWith(`${path}.later.`) && one.endsWith('.target')).length;
  }

  /** Targets that take the first one’s place later in the term, one by one. */
  #later(path: string): PartView[] {
    const count = this.#laterCount(path);
    if (count === 0) return [];
    const rows = Array.from({ length: count }, (_, i) => ({
      label: `${i + 1}`,
      path: `${path}.later.${i + 1}`,
      fields: [this.#cell(`${path}.later.${i + 1}.from_month`), this.#cell(`${path}.later.${i + 1}.target`)],
    }));
    return [{ kind: 'grid', title: 'Later targets, one by one', corner: 'Later target', columns: ['From month', 'Target'], rows, shortLabels: true }];
  }

  #bands(level: WireLevel, path: string): GridView {
    const scored = this.#fields.get('score')?.text === 'by_band';
    return {
      kind: 'grid',
      title: 'Bands of a miss',
      corner: 'Band',
      columns: ['Begins beyond', 'Credit', ...(scored ? ['Score'] : [])],
      rows: level.bands.map((band, i) => {
        const score = this.#cell(`${path}.bands.${i + 1}.score`);
        return {
          label: GRADES[band.grade],
          detail: band.values_text,
          fields: [this.#cell(`${path}.bands.${i + 1}.from`) ?? 'the target', this.#cell(`${path}.bands.${i + 1}.credit`), ...(scored ? [score] : [])],
        };
      }),
    };
  }

  #ramp(): PartView[] {
    const months = Array.from({ length: this.#view.ramp_months }, (_, i) => i + 1);
    const list = this.#group(undefined, this.#take('ramp.credit_factors', 4, {
      label: 'Credits due in each opening month',
      kind: 'text',
      hint: 'One percentage for each month: 0\u202f%, 0\u202f%, 50\u202f%, 100\u202f% makes a ramp of four. Empty: no ramp.',
    }));
    if (months.length === 0) return [list];
    const levels = this.#view.levels.map((level) => ({
      label: level.name,
      fields: [...months.map((month) => this.#cell(`ramp.${level.id}.${month}`)), this.#cell(`ramp.${level.id}.path`)],
    }));
    const factors = { label: 'Credits due', fields: [...months.map((month) => this.#cell(`ramp.credit_factors.${month}`)), null] };
    return [list, {
      kind: 'grid',
      title: 'Targets of the opening months',
      corner: 'Month',
      columns: [...months.map(String), 'Path'],
      wideLast: true,
      rows: [factors, ...levels],
      remark: 'Path fills a row by a rule: “linear from 64\u202f%”, “half-life 3\u00a0weeks from 64\u202f%”, or “steps” to set each month. Empty: the full target from the first day.',
    }];
  }

  #charges(): PartView[] {
    const amounts = [...this.#fields.keys()].filter((path) => /^charges\.amounts\.\d+$/.test(path));
    return [
      this.#group(undefined, this.#take('currency', 1), this.#take('charges.amount', 3, { placeholder: 'not stated yet' })),
      ...(amounts.length > 0 ? [this.#group('Charges by month', ...amounts.map((path) => this.#take(path, 2)))] : []),
      this.#group('Credits and score', this.#take('remedies.month_cap', 2), this.#take('score', 4)),
    ];
  }
}

/** Signs that a box of half and of the whole width shows; a list's own arrow takes some. */
const SIGNS = { half: 23, whole: 46 } as const;

/** How wide a field has to be, and how many lines it needs, so that nothing of what it says is cut off. */
function roomFor(field: Field, value: string, span: FieldView['span']): { span: FieldView['span']; lines: number } {
  if (field.kind === 'long_text') return { span: 4, lines: linesOf(value) };
  if (field.kind === 'choice') {
    const longest = Math.max(0, ...field.choices.map((choice) => choice.label.length));
    return { span: (span ?? 2) < 4 && longest > SIGNS.half ? 4 : span, lines: 0 };
  }
  if (field.kind === 'date' || (span ?? 2) < 2 || value.length <= ((span ?? 2) >= 4 ? SIGNS.whole : SIGNS.half)) return { span, lines: 0 };
  return { span: 4, lines: value.length > SIGNS.whole ? linesOf(value) : 0 };
}

/** Lines that a text takes in the form, within reason. */
function linesOf(text: string): number {
  const LINE = 52;
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);
  return Math.min(10, Math.max(2, lines));
}

/** The findings of the review for the form. One rule may speak twice of one term: then they are numbered. */
export function findingViews({ findings, locked }: { findings: readonly Finding[]; locked: boolean }): FindingView[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = `${finding.rule} ${finding.fields[0] ?? ''}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return {
      id: count > 1 ? `${key} ${count}` : key,
      rule: finding.rule,
      severity: finding.severity,
      title: finding.title,
      reason: finding.reason,
      source: finding.source,
      fields: finding.fields,
      // What came from the other side is mended there.
      mend: locked ? undefined : finding.mend?.label,
      alternatives: locked ? undefined : finding.alternatives?.map((other) => other.label),
      waitsFor: finding.waits_for ?? undefined,
      waived: finding.waived ?? undefined,
      // The design review decides by the same rule what stands in the way of a signature.
      settled: finding.waived ? finding.waived.shared || (finding.own ?? false) || finding.severity === 'advice' : undefined,
    };
  });
}

/** "16 of 17 clauses set": how far the agreement is filled in. */
export function setText(clauses: readonly ClauseView[]): string {
  const shared = clauses.filter((clause) => !clause.own);
  const set = shared.filter((clause) => !clause.unset).length;
  return set === shared.length ? `All ${counted(set, 'clause')} set.` : `${set} of ${counted(shared.length, 'clause')} set.`;
}

/** Clauses with a wording of one's own, in order: the document marks and lists them as deviations. */
export function deviations(clauses: readonly ClauseView[]): { id: string; title: string; path: string }[] {
  return clauses.flatMap((clause) => {
    const worded = clause.parts.flatMap((part) => (part.kind === 'wording' ? part.fields : [])).filter((field) => field.value.trim() !== '');
    return worded.map((field) => ({ id: clause.id, title: worded.length > 1 ? `${clause.title}: ${field.label}` : clause.title, path: field.path }));
  });
}

/** "1 error, 2 warnings, 1 hint, 1 waived": what the review found, in words. */
export function countsText(findings: readonly Pick<FindingView, 'severity' | 'settled'>[]): string {
  const count = (severity: FindingView['severity']) => unsettled(findings).filter((finding) => finding.severity === severity).length;
  const settled = findings.length - unsettled(findings).length;
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('advice'), 'hint'],
  ] as const;
  const words = parts.filter(([number]) => number > 0).map(([number, noun]) => counted(number, noun));
  return [...words, ...(settled > 0 ? [`${settled}\u00a0waived`] : [])].join(', ');
}

/** Terms that one may keep a limit for: numbers, the targets first. */
export function limitTerms(view: ContractView): Option[] {
  const numbers = view.fields.filter((field) => field.kind === 'quantity');
  const isTarget = (field: Field) => /^service_levels\..+\.target$/.test(field.path);
  return [...numbers.filter(isTarget), ...numbers.filter((field) => !isTarget(field))].map((field) => ({ value: field.path, label: field.full_label }));
}

/** Whose terms these are, where they cannot be changed here. */
export function lockedReason(view: ContractView): string | undefined {
  if (!view.locked) return undefined;
  // Whoever one works as: where a copy came from does not change.
  const from = view.received_from ?? 'client';
  const other = (from === 'vendor' ? view.vendor : view.client) || `the ${from}`;
  return `These terms came from ${other}, so they can be read here and not changed. Your notes and limits below stay on this computer.`;
}
