import { expect, it } from 'vitest';
import { contractView, field, finding } from '../../testing/contract';
import type { FieldView } from '../../ui/field';
import { clauseViews, countsText, deviations, findingViews, lockedReason, setText } from './clauses';
import { formPaths, type GridView, type PartView } from './terms';

const view = contractView();
const clause = (id: string, of = clauseViews(view)) => of.find((one) => one.id === id)!;
const grid = (parts: readonly PartView[]) => parts.find((part): part is GridView => part.kind === 'grid')!;
const paths = (row: GridView['rows'][number] | undefined) => row?.fields.map((one) => (one && typeof one === 'object' ? one.path : one));

it('every term has a field in the form, but a score that no rule asks for', () => {
  const shown = new Set(formPaths(clauseViews(view)));
  expect(view.fields.map((one) => one.path).filter((path) => !shown.has(path))).toEqual(['service_levels.fcr.bands.1.score', 'service_levels.fcr.bands.2.score']);
});

it('a term that no clause knows is shown all the same', () => {
  const more = contractView({ fields: [...view.fields, field('charges.indexation', 'charges', '2\u202f%')] });
  expect(formPaths(clauseViews(more))).toContain('charges.indexation');
});

it('the clauses are those of the document, and this side’s own comes last', () => {
  expect(clauseViews(view).map((one) => one.id)).toEqual(['parties', 'services', 'measures', 'service_levels', 'ramp', 'charges', 'sign_off', 'private']);
  expect(clause('private')).toMatchObject({ own: true, parts: [] });
  expect(clause('services').unset).toBe(true);
});

it('the first band begins at the target, the others where they say', () => {
  const levels = clause('service_levels').parts[0];
  const level = levels?.kind === 'levels' ? levels.levels[0]! : null;
  const rows = grid(level!.parts).rows;
  expect(rows.map((row) => row.label)).toEqual(['Minor', 'Serious']);
  expect(paths(rows[0])).toEqual(['the target', 'service_levels.fcr.bands.1.credit']);
  expect(paths(rows[1])).toEqual(['service_levels.fcr.bands.2.from', 'service_levels.fcr.bands.2.credit']);
  expect(level).toMatchObject({ canAddBand: true, canRemoveBand: true, floor: '–' });
});

it('how a level is judged and paid stands in its level, not loose behind all of them', () => {
  const remedies = ['window', 'gate', 'cap', 'bonus', 'exceed'].map((leaf) => field(`service_levels.fcr.${leaf}`, 'service_levels', ''));
  const shown = clause('service_levels', clauseViews(contractView({ fields: [...view.fields, ...remedies] })));
  expect(shown.parts.map((part) => part.kind)).toEqual(clause('service_levels').parts.map((part) => part.kind));
  const [levels] = shown.parts;
  const paths = levels?.kind === 'levels' ? levels.levels[0]!.parts.flatMap((part) => (part.kind === 'fields' ? part.fields.map((one) => one.path) : [])) : [];
  expect(paths).toEqual(expect.arrayContaining(remedies.map((one) => one.path)));
});

it('later targets have one text for all and a row each', () => {
  const later = ['later', 'later.1.from_month', 'later.1.target', 'later.2.from_month', 'later.2.target'].map((leaf) => field(`service_levels.fcr.${leaf}`, 'service_levels', '13'));
  const part = clause('service_levels', clauseViews(contractView({ fields: [...view.fields, ...later] }))).parts[0];
  const parts = part?.kind === 'levels' ? part.levels[0]!.parts : [];
  expect(parts.flatMap((one) => (one.kind === 'fields' ? one.fields : [])).find((one) => one.path === 'service_levels.fcr.later')).toMatchObject({ span: 4, kind: 'text' });
  expect(grid(parts).rows.map((row) => row.path)).toEqual(['service_levels.fcr.later.1', 'service_levels.fcr.later.2']);
  expect(grid(parts).rows.map(paths)).toEqual([['service_levels.fcr.later.1.from_month', 'service_levels.fcr.later.1.target'], ['service_levels.fcr.later.2.from_month', 'service_levels.fcr.later.2.target']]);
});

it('charges that nobody stated say so instead of an amount of nothing', () => {
  const fields = clause('charges', clauseViews(contractView({ fields: [...view.fields.filter((one) => one.path !== 'charges.amount'), field('charges.amount', 'charges', '')] }))).parts.flatMap((part) => (part.kind === 'fields' ? part.fields : []));
  expect(fields.find((one) => one.path === 'charges.amount')).toMatchObject({ value: '', placeholder: 'not stated yet' });
});

it('bands have scores where the score is declared by band', () => {
  const scored = contractView({ fields: view.fields.map((one) => (one.path === 'score' ? { ...one, text: 'by_band' } : one)) });
  const part = clause('service_levels', clauseViews(scored)).parts[0];
  const rows = grid(part?.kind === 'levels' ? part.levels[0]!.parts : []).rows;
  expect(paths(rows[0])).toContain('service_levels.fcr.bands.1.score');
});

it('the ramp is a table of levels by month with the path at its end', () => {
  const table = grid(clause('ramp').parts);
  expect(table.columns).toEqual(['1', '2', 'Path']);
  expect(paths(table.rows[0])).toEqual(['ramp.credit_factors.1', 'ramp.credit_factors.2', null]);
  expect(paths(table.rows[1])).toEqual(['ramp.fcr.1', 'ramp.fcr.2', 'ramp.fcr.path']);
  expect((table.rows[1]?.fields[0] as FieldView).label).toBe('Full ramp.fcr.1');
  expect(clause('ramp', clauseViews(contractView({ ramp_months: 0 }))).unset).toBe(true);
});

it('what was typed and is not stored yet stands in its field', () => {
  const typed = clauseViews(view, new Map([['remedies.month_cap', '14']]));
  const fields = clause('charges', typed).parts.flatMap((part) => (part.kind === 'fields' ? part.fields : []));
  expect(fields.find((one) => one.path === 'remedies.month_cap')?.value).toBe('14');
});

it('terms from the other side are read-only, with the reason, and are mended there', () => {
  const locked = contractView({ locked: true, side: 'vendor', findings: [finding] });
  const fields = clause('charges', clauseViews(locked)).parts.flatMap((part) => (part.kind === 'fields' ? part.fields : []));
  expect(fields.every((one) => one.readonly)).toBe(true);
  expect(lockedReason(locked)).toMatch(/^These terms came from Northmere,/);
  expect(lockedReason(view)).toBeUndefined();
  expect(findingViews(locked)[0]?.mend).toBeUndefined();
});

it('a rule that speaks twice of one term makes two findings', () => {
  const ids = findingViews({ findings: [finding, finding], locked: false }).map((one) => one.id);
  expect(new Set(ids).size).toBe(2);
});

it('what was found is counted in words, and only what is there', () => {
  expect(countsText(findingViews({ findings: [finding, { ...finding, severity: 'error' }, finding], locked: false }))).toBe('1\u00a0error, 2\u00a0warnings');
  expect(countsText([])).toBe('');
});

it('lists are shown with their entries, each a row of fields that can go', () => {
  const more = contractView({
    sections: [...view.sections, { id: 'escalation', number: '', title: 'Escalation', errors: 0, warnings: 0, advice: 0 }],
    fields: [...view.fields, field('escalation.tiers.1.trigger', 'escalation', 'Nobody answers', { kind: 'text' }), field('escalation.drill', 'escalation', '', { kind: 'choice' }), field('wordings.escalation', 'escalation', '', { kind: 'long_text', optional: true })],
    lists: [...view.lists, { path: 'escalation.tiers', label: 'Tiers', one: 'Tier', section: 'escalation', count: 1 }],
  });
  const parts = clause('escalation', clauseViews(more)).parts;
  expect(parts.map((part) => part.kind)).toEqual(['entries', 'fields', 'wording']);
  expect(parts[0]).toMatchObject({ path: 'escalation.tiers', one: 'Tier', items: [{ path: 'escalation.tiers.1', fields: [{ path: 'escalation.tiers.1.trigger' }] }] });
  expect(clause('escalation', clauseViews(more))).toMatchObject({ unset: true });
});

it('approvers can be added and removed like every other entry', () => {
  expect(clause('sign_off').parts[0]).toMatchObject({ kind: 'entries', path: 'sign_off', items: [{ path: 'sign_off.1' }] });
});

it('says how much is set, and which clauses are in words of one’s own', () => {
  const more = contractView({
    sections: [...view.sections, { id: 'escalation', number: '', title: 'Escalation', errors: 0, warnings: 0, advice: 0 }],
    fields: [...view.fields, field('wordings.escalation', 'escalation', 'Call us.', { kind: 'long_text', optional: true }), field('wordings.ramp', 'ramp', '', { kind: 'long_text', optional: true })],
  });
  const clauses = clauseViews(more);
  expect(setText(clauses)).toBe(`6 of 8\u00a0clauses set.`);
  expect(setText(clauses.filter((one) => !one.unset))).toBe('All 6\u00a0clauses set.');
  expect(deviations(clauses)).toEqual([{ id: 'escalation', title: 'Escalation', path: 'wordings.escalation' }]);
});

it('a received copy names who wrote it, whatever one works as', () => {
  expect(lockedReason(contractView({ locked: true, received_from: 'client', side: 'client' }))).toMatch(/^These terms came from Northmere,/);
  expect(lockedReason(contractView({ locked: true, received_from: 'vendor', side: 'client' }))).toMatch(/^These terms came from Alvora,/);
});

it('what does not fit into its box gets the room that it needs, and Enter still hands a sentence on', () => {
  const sentence = 'A case or a queue that the people on duty cannot get under control';
  const more = contractView({
    fields: [
      ...view.fields, field('parties.client.email', 'parties', 'customer-care@northmere.example', { kind: 'text' }), field('remedies.triggers', 'charges', sentence),
      field('renewal.rule', 'parties', 'agree', { kind: 'choice', choices: [{ value: 'agree', label: 'Goes on where both agree to it' }] }),
    ],
  });
  const fields = clauseViews(more).flatMap((one) => one.parts).flatMap((part) => (part.kind === 'fields' ? part.fields : []));
  const shown = (path: string) => fields.find((one) => one.path === path);
  expect(shown('parties.client.name')).toMatchObject({ kind: 'text', span: 2 });
  expect(shown('parties.client.email')).toMatchObject({ kind: 'text', span: 4 });
  expect(shown('remedies.triggers')).toMatchObject({ kind: 'area', span: 4, sentence: true, rows: 2 });
  expect(shown('renewal.rule')).toMatchObject({ kind: 'choice', span: 4 });
});
