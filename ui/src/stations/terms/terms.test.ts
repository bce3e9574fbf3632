import { expect, it } from 'vitest';
import { clauses, findings } from '../../gallery/samples';
import type { FindingView } from '../../ui/finding';
import { findingsOfClause, findingsOfLevel, findingsOfPart, findingsWithoutPlace, outline, type ClauseView } from './terms';

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
  const items = outline(clauses, all);
  expect(items.find((item) => item.id === 'levels')).toMatchObject({ marks: ['error', 'warning'], note: '4' });
  expect(items.find((item) => item.id === 'governance')?.note).toBe('not set');
});
