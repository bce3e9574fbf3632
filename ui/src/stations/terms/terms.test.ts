import { expect, it } from 'vitest';
import { clauses, findings } from '../../gallery/samples';
import type { ContractView } from '../../host/types/ContractView';
import type { ClauseView as PrintedClause } from '../../host/types/ClauseView';
import { contractView, finding } from '../../testing/contract';
import type { FindingView } from '../../ui/finding';
import { stationLinks } from '../commands';
import { clauseViews, countsText, findingViews } from './clauses';
import { findingsOfClause, findingsOfLevel, findingsOfPart, findingsWithoutPlace, formClause, outline, type ClauseView } from './terms';

const extra: FindingView[] = [
  { id: 'weights', rule: 'C1', severity: 'error', title: 'Weights', reason: '', source: '', fields: ['service_levels'] },
  { id: 'ramp', rule: 'C9', severity: 'warning', title: 'No ramp', reason: '', source: '', fields: ['ramp'] },
  { id: 'nowhere', rule: 'C99', severity: 'advice', title: 'Elsewhere', reason: '', source: '', fields: ['governance.calendar'] },
  { id: 'bare', rule: 'C98', severity: 'advice', title: 'No field', reason: '', source: '', fields: [] },
];
const all = [...findings, ...extra];

/** Every place of the form where a finding is shown. */
function places(clause: ClauseView): FindingView[] {
  return [
    ...findingsOfClause(all, clause),
    ...clause.parts.flatMap((part) => (part.kind === 'levels' ? part.levels.flatMap((level) => findingsOfLevel(all, level)) : findingsOfPart(all, part))),
  ];
}

it('every finding has exactly one place', () => {
  const shown = [...findingsWithoutPlace(all, clauses), ...clauses.flatMap(places)].map((finding) => finding.id);
  expect(shown.sort()).toEqual(all.map((finding) => finding.id).sort());
});

it('a finding about a whole clause stands at its head', () => {
  const ramp = clauses.find((clause) => clause.id === 'ramp')!;
  expect(findingsOfClause(all, ramp).map((finding) => finding.id)).toEqual(['ramp']);
});

it('a finding with no place of its own stands at the head of the form', () => {
  expect(findingsWithoutPlace(all, clauses).map((finding) => finding.id)).toEqual(['nowhere', 'bare']);
});

it('the outline counts what the review found and shows the gravest marks', () => {
  const printed = clauses.map((clause): PrintedClause => ({ id: clause.id, section: clause.id as PrintedClause['section'], number: clause.number, title: clause.title }));
  const items = outline(clauses, all, printed);
  expect(items.find((item) => item.id === 'levels')).toMatchObject({ marks: ['error', 'warning'], note: '4' });
  expect(items.find((item) => item.id === 'governance')?.note).toBe('not set');
});

it('the outline has the numbers of the document, with every clause of it and those that it leaves out', () => {
  const view = contractView();
  const left = { id: 'governing', section: 'governing', number: '', title: 'Governing agreement' } as const;
  const parts = clauseViews({ ...view, sections: [...view.sections, { ...left, errors: 0, warnings: 0, advice: 0 }], clauses: view.clauses.map((one) => (one.id === 'governing' ? left : one)) });
  const items = outline(parts, [], [...view.clauses.filter((one) => one.id !== 'governing'), left]);
  expect(items.map((item) => [item.id, item.number, item.note])).toEqual([
    ['parties', '1', undefined], ['services', '2', 'not set'], ['measures', '3', undefined], ['service_levels', '4', undefined], ['ramp', '5', undefined], ['charges', '6', undefined], ['score', '7', undefined],
    ['definitions', '8', undefined], ['waivers', '9', undefined], ['sign_off', '10', undefined], ['governing', '', 'left out'], ['private', undefined, undefined],
  ]);
  expect([formClause(parts, 'definitions')?.id, formClause(parts, 'waivers')?.id]).toEqual(['measures', undefined]);
});

it('what is left standing with a reason is no longer counted and marked, and said apart', () => {
  const waived = { ...finding, waived: { reason: 'Agreed with legal', shared: true } };
  const forOne = { ...finding, title: 'Another', waived: { reason: 'Later', shared: false } };
  const view = contractView({ findings: [waived] });
  const parts = clauseViews(view);
  const charges = (of: ContractView) => outline(parts, findingViews(of), of.clauses).find((item) => item.id === 'charges');
  expect(charges(view)).toMatchObject({ marks: [], note: '1 waived' });
  expect(countsText(findingViews(view))).toBe('1\u00a0waived');
  expect(stationLinks(view, 'none')[0]).toMatchObject({ note: '1\u00a0waived', attention: false });
  // One's own waiver of what concerns both leaves it in the way of approval.
  const both = contractView({ findings: [waived, forOne] });
  expect(charges(both)).toMatchObject({ marks: ['warning'], note: '1' });
  expect(countsText(findingViews(both))).toBe('1\u00a0warning, 1\u00a0waived');
  expect(stationLinks(both, 'none')[0]?.note).toBe('1\u00a0warning');
});
