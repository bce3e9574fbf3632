import { decimal, percent } from '../format/numbers';
import type { Side } from '../host/types/Side';
import { hrefOf } from '../route';
import { MENUS, type Command, type MenuName } from '../ui/commands';
import { STATIONS, type StationId } from '../ui/frame';
import type { HistoryController } from './baseline/history.svelte';
import type { ContractController } from './contract.svelte';
import { exportDocument, writeCopy } from './outgoing.svelte';
import type { ScorecardController } from './scorecard/scorecard.svelte';
import { signView } from './sign/signView';
import { LIKELY, MONTHS_NEEDED } from './simulate/simulate';
import { TRIALS_MANY, TRIALS_QUICK, type SimulateController } from './simulate/simulate.svelte';

/** What can be done with the contract that is open. */
export interface OpenContract {
  contract: ContractController;
  simulation: SimulateController;
  history: HistoryController;
  scorecard: ScorecardController;
  sides: readonly { value: Side; label: string }[];
}

/** What the window itself can do. */
export interface WindowActions {
  create: () => void;
  sample: () => void;
  /** Makes a template of the open contract. */
  saveTemplate?: () => void;
  choose: () => void;
  /** Closes the window, when nothing is lost by it. */
  close: () => void;
  go: (href: string) => void;
  /** None where the sidebar is always shown. */
  unfold?: () => void;
  palette: () => void;
  shortcuts: () => void;
  /** The size of the page: 1 is as designed. */
  zoom: number;
  setZoom: (factor: number) => void;
}

/** One command before it has its place among the others. */
interface Action extends Omit<Command, 'group' | 'menu' | 'run'> {
  menu: MenuName;
  station?: true;
  run: () => unknown;
}

export const ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const NO_CONTRACT = 'open a contract first';

/**
 * Every command of the window, in the order of its menus: the palette, the keys, the sheet of shortcuts and the menu are
 * this one list. What cannot be done now is listed with the reason.
 */
export function windowCommands(open: OpenContract | null, window: WindowActions): Command[] {
  const actions = [
    ...contractActions(open, window), ...editActions(open), ...simulateActions(open, window), ...signActions(open, window), ...scorecardActions(open, window),
    ...goActions(open, window), ...viewActions(window),
  ];
  return MENUS.flatMap((menu) => actions.filter((one) => one.menu === menu)).map(({ station, run, ...one }): Command => ({ ...one, group: station ? 'Stations' : 'Commands', run: () => void run() }));
}

function contractActions(open: OpenContract | null, window: WindowActions): Action[] {
  const unsaved = open && unsavedReason(open.contract);
  const stale = open && annexReason(open);
  const locked = open?.contract.view.locked ? 'these terms came from there' : undefined;
  const baseline = open?.contract.view.baseline;
  const reading = open?.history.reading ? 'a file is being read' : undefined;
  const history = open ? (baseline ? undefined : 'there is no history') : NO_CONTRACT;
  const shared = baseline?.shared ?? false;
  return [
    { menu: 'Contract', id: 'new', label: 'New from template', icon: 'plus', keys: ['Ctrl', 'N'], run: window.create },
    { menu: 'Contract', id: 'open', label: 'Open a file from the other party', icon: 'upload', keys: ['Ctrl', 'O'], run: window.choose },
    { menu: 'Contract', id: 'sample', label: 'Open the sample', icon: 'info', run: window.sample },
    { menu: 'Contract', id: 'template', label: 'Save as a template', icon: 'copy', unavailable: open ? undefined : NO_CONTRACT, run: () => window.saveTemplate?.() },
    { menu: 'Contract', id: 'import', label: 'Import history', icon: 'baseline', keys: ['Ctrl', 'I'], unavailable: open ? reading : NO_CONTRACT, run: () => { to(open, window, 'baseline'); return open?.history.choose(); } },
    { menu: 'Contract', id: 'share', label: shared ? 'Keep the baseline on this side' : 'Share the baseline with the other side', icon: shared ? 'lock' : 'send', unavailable: history ?? ownHistory(open), run: () => open?.history.share(!shared) },
    { menu: 'Contract', id: 'export', label: 'Export PDF', icon: 'download', keys: ['Ctrl', 'E'], unavailable: open ? (unsaved ?? undefined) : NO_CONTRACT, run: () => open && exportDocument(open.contract, false) },
    { menu: 'Contract', id: 'annex', label: 'Export PDF with the simulation', icon: 'download', unavailable: open ? (unsaved ?? stale ?? undefined) : NO_CONTRACT, run: () => open && exportDocument(open.contract, true) },
    { menu: 'Contract', id: 'copy', label: 'Write the copy for the other side', icon: 'send', keys: ['Ctrl', 'Shift', 'E'], unavailable: open ? (locked ?? unsaved ?? undefined) : NO_CONTRACT, run: () => open && writeCopy(open.contract) },
    { menu: 'Contract', id: 'close', label: 'Close the window', icon: 'close', keys: ['Ctrl', 'Q'], run: window.close },
  ];
}

function editActions(open: OpenContract | null): Action[] {
  const one = open?.contract;
  const retry = one?.saveState === 'not_saved' ? undefined : 'everything is saved as you work';
  const roles = (open?.sides ?? []).filter((side) => side.value !== one?.view.side);
  return [
    { menu: 'Edit', id: 'undo', label: one?.undoStep ? `Undo: ${one.undoStep}` : 'Undo', icon: 'undo', keys: ['Ctrl', 'Z'], yields: true, unavailable: one ? (one.undoStep ? undefined : lower(one.undoStops)) : NO_CONTRACT, run: () => one?.undo() },
    { menu: 'Edit', id: 'redo', label: one?.redoStep ? `Redo: ${one.redoStep}` : 'Redo', icon: 'redo', keys: ['Ctrl', 'Shift', 'Z'], alsoKeys: [['Ctrl', 'Y']], yields: true, unavailable: one ? (one.redoStep ? undefined : 'nothing to redo') : NO_CONTRACT, run: () => one?.redo() },
    { menu: 'Edit', id: 'save', label: 'Save again', icon: 'disk', keys: ['Ctrl', 'S'], unavailable: one ? retry : NO_CONTRACT, run: () => one?.retry() },
    ...roles.map((side): Action => ({ menu: 'Edit', id: `as ${side.value}`, label: `Work as ${side.label}`, icon: 'person', run: () => one?.setSide(side.value) })),
  ];
}

function simulateActions(open: OpenContract | null, window: WindowActions): Action[] {
  const simulation = open?.simulation;
  const baseline = open?.contract.view.baseline;
  const running = simulation?.state.kind === 'running';
  const short = !open ? NO_CONTRACT : !baseline ? 'there is no history: import one first' : baseline.months < MONTHS_NEEDED ? `a chance needs ${MONTHS_NEEDED} months of history` : undefined;
  const run = (trials: number, keys: readonly string[]): Action => ({
    menu: 'Simulate', id: `run ${trials}`, label: `Run ${decimal(trials, 0)} trials`, icon: 'simulate', keys, unavailable: short ?? (running ? 'a run is under way' : undefined),
    run: () => { to(open, window, 'simulate'); return simulation?.run(trials); },
  });
  const name = simulation?.level?.name ?? 'the target';
  const fixed = open?.contract.view.locked ? 'these terms came from the other side' : undefined;
  const likely = simulation?.likely ? undefined : simulation?.likely === null ? 'no target is that likely' : 'its curve is not known yet: look at Simulate first';
  return [
    run(TRIALS_QUICK, ['Ctrl', 'Enter']),
    run(TRIALS_MANY, ['Ctrl', 'Shift', 'Enter']),
    { menu: 'Simulate', id: 'cancel', label: 'Cancel the run', icon: 'stop', unavailable: open ? (running ? undefined : 'nothing is running') : NO_CONTRACT, run: () => simulation?.cancel() },
    { menu: 'Simulate', id: 'likely', label: `Make ${name} ${percent(LIKELY)} likely`, icon: 'mend', unavailable: short ?? fixed ?? likely, run: () => simulation?.makeLikely() },
    { menu: 'Simulate', id: 'adopt', label: 'Use the tried target', icon: 'ok', unavailable: short ?? fixed ?? (simulation?.trying ? undefined : 'no target is tried'), run: () => simulation?.adopt() },
    { menu: 'Simulate', id: 'back', label: 'Back to the target of the terms', icon: 'undo', unavailable: short ?? (simulation?.trying ? undefined : 'no target is tried'), run: () => simulation?.back() },
  ];
}

/** Each role of this side, to be approved for; those of the other side are its own to give. */
function signActions(open: OpenContract | null, window: WindowActions): Action[] {
  const nobody: Action = { menu: 'Sign', id: 'approve', label: 'Approve', icon: 'sign', unavailable: NO_CONTRACT, run: () => {} };
  if (!open) return [nobody];
  const { contract } = open;
  const { approvers, closed } = signView(contract.view, contract.outlookState, contract.saveState === 'not_saved', contract.unreadableWords);
  const rows = approvers.map((row, i) => ({ row, approval: contract.view.approvals[i] })).filter(({ row }) => row.state !== 'elsewhere');
  if (rows.length === 0) return [{ ...nobody, unavailable: 'no role of this side approves' }];
  return rows.map(({ row, approval }): Action => ({
    menu: 'Sign', id: `approve ${row.id}`, label: `Approve as ${row.role}`, icon: 'sign', detail: row.party,
    unavailable: row.state === 'approved' ? 'approved already' : row.state === 'waiting' ? `not in turn: ${lower(row.note ?? '')}` : closed && lower(closed),
    run: () => { to(open, window, 'sign'); return approval && contract.approve(approval.side, approval.role); },
  }));
}

function scorecardActions(open: OpenContract | null, window: WindowActions): Action[] {
  const scorecard = open?.scorecard;
  const view = scorecard?.view;
  const month = view?.months.find((tab) => tab.month === view.month)?.label;
  const unread = !open ? NO_CONTRACT : !view ? 'look at the scorecard first' : scorecard?.busy ? 'something else is under way' : undefined;
  const statement = unread ?? (view && view.rows.length === 0 ? `${month ?? 'this month'} has no actuals yet` : undefined);
  const hindrance = view?.state === 'open' ? (view.hindrance ? lower(view.hindrance) : undefined) : view?.state === 'posted' ? 'it is posted already' : 'it is not complete yet';
  const of = month ? ` of ${month}` : '';
  return [
    { menu: 'Scorecard', id: 'actuals', label: 'Import actuals', icon: 'upload', unavailable: unread, run: () => { to(open, window, 'scorecard'); return scorecard?.import(null); } },
    { menu: 'Scorecard', id: 'statement pdf', label: `Export the statement${of} as PDF`, icon: 'download', unavailable: statement, run: () => view && scorecard?.export(view.month, 'pdf') },
    { menu: 'Scorecard', id: 'statement csv', label: `Export the statement${of} as CSV`, icon: 'table', unavailable: statement, run: () => view && scorecard?.export(view.month, 'csv') },
    { menu: 'Scorecard', id: 'post', label: `Post the statement${of}`, icon: 'lock', unavailable: statement ?? hindrance, run: () => { to(open, window, 'scorecard'); scorecard?.ask(); } },
  ];
}

const ORDER: readonly StationId[] = ['contracts', 'terms', 'baseline', 'simulate', 'review', 'sign', 'scorecard'];

function goActions(open: OpenContract | null, window: WindowActions): Action[] {
  return ORDER.map((id, i): Action => ({
    menu: 'Go to', station: true, id: `station ${id}`, label: STATIONS[id].label, icon: STATIONS[id].icon, keys: ['Ctrl', String(i + 1)],
    unavailable: id === 'contracts' || open ? undefined : NO_CONTRACT, run: () => (id === 'contracts' ? window.go('#/') : to(open, window, id)),
  }));
}

function viewActions(window: WindowActions): Action[] {
  const next = ZOOMS.find((one) => one > window.zoom + 1e-9);
  const before = ZOOMS.findLast((one) => one < window.zoom - 1e-9);
  return [
    { menu: 'View', id: 'sidebar', label: 'Unfold the sidebar', icon: 'menu', keys: ['Ctrl', 'B'], unavailable: window.unfold ? undefined : 'it is shown whole', run: () => window.unfold?.() },
    { menu: 'View', id: 'larger', label: 'Larger', icon: 'plus', detail: percent(window.zoom), keys: ['Ctrl', '+'], alsoKeys: [['Ctrl', '=']], unavailable: next ? undefined : 'it is as large as it gets', run: () => next && window.setZoom(next) },
    { menu: 'View', id: 'smaller', label: 'Smaller', icon: 'minus', detail: percent(window.zoom), keys: ['Ctrl', '\u2212'], alsoKeys: [['Ctrl', '-']], unavailable: before ? undefined : 'it is as small as it gets', run: () => before && window.setZoom(before) },
    { menu: 'View', id: 'actual size', label: 'As designed, 100\u202f%', icon: 'search', keys: ['Ctrl', '0'], unavailable: window.zoom === 1 ? 'it is shown so' : undefined, run: () => window.setZoom(1) },
    { menu: 'Help', id: 'commands', label: 'Find a term or a command', icon: 'search', keys: ['Ctrl', 'K'], run: window.palette },
    { menu: 'Help', id: 'shortcuts', label: 'Keyboard shortcuts', icon: 'keyboard', keys: ['?'], alsoKeys: [['F1']], run: window.shortcuts },
  ];
}

function to(open: OpenContract | null, window: WindowActions, station: StationId): void {
  if (open) window.go(hrefOf({ station, contract: open.contract.id }));
}

function unsavedReason(contract: ContractController): string | null {
  return contract.saveState === 'not_saved' ? 'not everything is saved' : contract.unreadableWords;
}

function annexReason({ contract }: OpenContract): string | null {
  const { annexReason: reason } = signView(contract.view, contract.outlookState, false);
  return reason === undefined ? null : lower(reason);
}

/** A history that the other side shared is its own to share or to keep. */
function ownHistory(open: OpenContract | null): string | undefined {
  return open?.contract.view.baseline?.own === false ? 'it is the other side’s own' : undefined;
}

/** A reason as it stands behind a command: without its capital and its full stop. */
function lower(sentence: string): string {
  const first = sentence.split(/\. /)[0] ?? sentence;
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`.replace(/\.$/, '');
}
