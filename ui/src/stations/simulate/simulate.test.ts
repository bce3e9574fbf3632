import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import type { Commands } from '../../host/commands';
import { fakeHost } from '../../host/fake';
import type { Outlook } from '../../host/types/Outlook';
import type { Progress } from '../../host/types/Progress';
import { contractView, controllerOf, inputsOf, outlook } from './fixture';
import { SimulateController } from './simulate.svelte';

const curve = { level: 'fcr', likely_text: '70.2\u202f%', likely_value: 70.2, step: 0.1, excused_text: '', points: [{ target: 68, text: '68', met: 0.99 }, { target: 76, text: '76', met: 0.01 }] };
/** What is on its way has come: the plan of a target, then the step, then the run. */
const settled = async () => {
  for (let i = 0; i < 4; i += 1) await new Promise((done) => setTimeout(done));
};

type Answers = NonNullable<Parameters<typeof fakeHost<Commands>>[0]>;

/** A host whose simulations are answered by hand. */
function handHost(kept: Outlook | null = outlook, answers: Pick<Answers, 'edit'> = {}) {
  const asked: { what: string; trials: number; answer: (outlook: Outlook) => void; refuse: (thrown: unknown) => void; report: (progress: Progress) => void }[] = [];
  const host = fakeHost<Commands>({
    last_outlook: () => kept,
    target_curve: () => curve,
    simulate: ({ request }, report) =>
      new Promise<Outlook>((answer, refuse) => asked.push({ what: request.what_if.map((change) => `${change.path}=${change.text}`).join(), trials: request.trials, answer, refuse, report })),
    cancel: () => { asked.at(-1)?.refuse({ code: 'cancelled', message: '' }); return null; },
    edit: ({ edit }) => contractView({ hash: 'cccc3333', target: Number.parseFloat('set' in edit ? edit.set.changes[0]!.text : '0') }),
    ...answers,
  });
  return { host, asked };
}

async function opened(kept: Outlook | null = outlook, view = contractView()) {
  const { host, asked } = handHost(kept);
  const contract = controllerOf(host, view);
  const controller = new SimulateController(contract);
  await controller.load();
  await controller.follow();
  return { host, asked, contract, controller };
}

it('shows what was kept, and that it is stale once terms or history are others', async () => {
  const { contract, controller } = await opened();
  expect([controller.state.kind, controller.view?.finding, controller.selected]).toEqual(['result', outlook.headline, 'fcr']);
  contract.view = contractView({ hash: 'other' });
  expect(controller.state).toMatchObject({ kind: 'stale', title: 'Terms changed.', of: 'earlier terms' });
  // Another revision with the same figures: a notice period, a contact.
  contract.view = { ...contractView({ hash: 'other' }), outlook_inputs: outlook.inputs };
  expect(controller.state.kind).toBe('result');
  contract.view = contractView({ history: 'other' });
  expect(controller.state).toMatchObject({ kind: 'stale', title: 'History changed.', of: 'earlier history' });
  expect(controller.view?.finding).toBe(outlook.headline);
});

it('says that history is missing or too short instead of a chance', async () => {
  expect((await opened(null, contractView({ history: null }))).controller.state).toEqual({ kind: 'no_history' });
  expect((await opened(null, contractView({ months: 3 }))).controller.state).toEqual({ kind: 'too_short', months: 3 });
  expect((await opened(null)).controller.state).toEqual({ kind: 'ready' });
});

it('a run counts trials, can be cancelled in silence, and leaves what was there', async () => {
  const { asked, controller } = await opened();
  const run = controller.run(100_000);
  asked[0]!.report({ done: 10, total: 40 });
  expect(controller.state).toMatchObject({ kind: 'running', done: 25_000, total: 100_000 });
  await controller.cancel();
  await run;
  expect([controller.state.kind, controller.failure, controller.view?.finding]).toEqual(['result', null, outlook.headline]);
});

it('a refused run says why with each problem', async () => {
  const { asked, controller } = await opened(null);
  const run = controller.run(10_000);
  asked[0]!.refuse({ code: 'input', message: 'the terms cannot be settled', details: [{ place: 'charges', message: 'no charges' }] });
  await run;
  expect(controller.failure).toMatchObject({ what: 'The terms cannot be settled.', problems: ['No charges.'] });
  expect(controller.state.kind).toBe('ready');
});

it('while the slider moves one question is on its way and only the newest target waits', async () => {
  const { asked, controller } = await opened();
  for (const value of [71.9, 71.8, 71.7, 71]) controller.try(value);
  expect(asked.map((one) => one.what)).toEqual(['service_levels.fcr.target=71.9']);
  expect(controller.met).toEqual({ value: expect.closeTo(0.6225), estimate: true });
  asked[0]!.answer({ ...outlook, headline: 'at 71.9' });
  await settled();
  expect(asked.map((one) => one.what)).toEqual(['service_levels.fcr.target=71.9', 'service_levels.fcr.target=71.0']);
  expect(controller.state).toMatchObject({ kind: 'trying', tag: 'tried: ≥\u202f71.9\u202f%' });
  asked[1]!.answer({ ...outlook, headline: 'at 71.0', levels: outlook.levels.map((level) => ({ ...level, met_steady: 0.61 })) });
  await settled();
  expect([controller.view?.finding, asked.length]).toEqual(['at 71.0', 2]);
  expect(controller.met).toEqual({ value: 0.61, estimate: false });
  expect(asked.every((one) => one.trials === 10_000)).toBe(true);
});

it('an answer that comes after going back is dropped', async () => {
  const { asked, controller } = await opened();
  controller.try(71);
  controller.back();
  asked[0]!.answer({ ...outlook, headline: 'too late' });
  await settled();
  expect([controller.view?.finding, controller.state.kind, controller.value]).toEqual([outlook.headline, 'result', 72]);
});

it('letting go at the target of the terms puts the trial away', async () => {
  const { controller } = await opened();
  controller.try(71);
  controller.settle(72);
  expect([controller.trying, controller.tried]).toEqual([false, []]);
  controller.select('aht');
  expect(controller.level?.disabled).not.toBeUndefined();
  controller.try(400);
  expect(controller.trying).toBe(false);
});

/** Two levels whose targets can be tried. */
const two = (hash = 'aaaa1111', targets: readonly [number, number] = [72, 30]) => {
  const view = contractView({ hash, target: targets[0] });
  const asa = { ...view.levels[1]!, id: 'asa', measure: 'asa', name: 'Average speed of answer', direction: 'lower' as const, target_value: targets[1], target_text: `≤\u202f${targets[1]}\u202fs` };
  const series = view.baseline!.series.map((one) => (one.measure === 'aht' ? { ...one, measure: 'asa' } : one));
  return { ...view, levels: [view.levels[0]!, asa], baseline: { ...view.baseline!, series } };
};

async function openedTwo(edit: Answers['edit'] = () => two('cccc3333', [71, 45])) {
  const given = handHost(outlook, { edit });
  const contract = controllerOf(given.host, two());
  const controller = new SimulateController(contract);
  await controller.load();
  const look = async (level: string) => {
    controller.select(level);
    await controller.follow();
  };
  await look('asa');
  await look('fcr');
  return { ...given, contract, controller, look };
}

it('targets of several levels are tried together, put back one by one, and run with all of them', async () => {
  const { asked, controller, look } = await openedTwo();
  controller.try(71);
  asked[0]!.answer(outlook);
  await settled();
  await look('asa');
  expect([controller.trying, controller.value, controller.tried.map((one) => one.name)]).toEqual([false, 30, ['First contact resolution']]);
  controller.try(45);
  await settled();
  expect(asked[1]!.what).toBe('service_levels.fcr.target=71.0,service_levels.asa.target=45');
  asked[1]!.answer({ ...outlook, headline: 'both' });
  await settled();
  expect(controller.state).toMatchObject({ kind: 'trying', tag: 'tried: 2 targets', words: 'Tried together: First contact resolution ≥\u202f71.0\u202f% and Average speed of answer ≤\u202f45\u202fs. The terms are as they were.' });
  expect(controller.tried).toEqual([
    { id: 'fcr', name: 'First contact resolution', words: '≥\u202f71.0\u202f%', terms: '≥\u202f72.0\u202f%' },
    { id: 'asa', name: 'Average speed of answer', words: '≤\u202f45\u202fs', terms: '≤\u202f30\u202fs' },
  ]);
  const many = controller.run(100_000);
  expect([asked[2]!.what, asked[2]!.trials]).toEqual([asked[1]!.what, 100_000]);
  asked[2]!.answer({ ...outlook, headline: 'both, many' });
  await many;
  expect([controller.view?.finding, controller.state.kind]).toEqual(['both, many', 'trying']);
  controller.putBack('fcr');
  await settled();
  expect(asked[3]!.what).toBe('service_levels.asa.target=45');
  controller.back();
  expect([controller.tried.length, controller.view?.finding, controller.state.kind]).toEqual([0, outlook.headline, 'result']);
});

it('what is tried together becomes one step', async () => {
  const { host, asked, contract, controller, look } = await openedTwo();
  controller.try(71);
  asked[0]!.answer(outlook);
  await settled();
  await look('asa');
  controller.try(45);
  await settled();
  asked[1]!.answer({ ...outlook, inputs: inputsOf('cccc3333'), headline: 'both' });
  await settled();
  void controller.adopt();
  await settled();
  const edits = host.calls.filter((call) => call.command === 'edit');
  expect(edits.map((call) => call.args)).toMatchObject([
    { edit: { set: { label: '2 targets: First contact resolution 71.0 and Average speed of answer 45', changes: [{ path: 'service_levels.fcr.target', text: '71.0' }, { path: 'service_levels.asa.target', text: '45' }] } } },
  ]);
  expect([controller.tried.length, controller.view?.finding, asked[2]!.what]).toEqual([0, 'both', '']);
  expect(contract.toasts.list[0]?.text).toBe('The targets are now First contact resolution ≥\u202f71.0\u202f% and Average speed of answer ≤\u202f45\u202fs.');
});

it('a likely target becomes a term while another level stays tried', async () => {
  const { asked, controller, look } = await openedTwo(() => two('cccc3333', [70.2, 30]));
  await look('asa');
  controller.try(45);
  asked[0]!.answer(outlook);
  await settled();
  await look('fcr');
  const made = controller.makeLikely();
  await settled();
  expect(controller.tried.map((one) => one.id)).toEqual(['asa']);
  expect(asked.slice(1).map((one) => one.what)).toEqual(['service_levels.asa.target=45', '']);
  asked[2]!.answer({ ...outlook, inputs: inputsOf('cccc3333') });
  await made;
  expect(controller.state.kind).not.toBe('stale');
});

it('a tried target that is adopted becomes a term and is simulated anew to be kept', async () => {
  const { host, asked, contract, controller } = await opened();
  controller.try(71);
  asked[0]!.answer({ ...outlook, inputs: inputsOf('cccc3333'), headline: 'at 71.0' });
  await settled();
  const adopted = controller.adopt();
  await settled();
  expect(host.calls.find((call) => call.command === 'edit')?.args).toMatchObject({ edit: { set: { changes: [{ path: 'service_levels.fcr.target', text: '71.0' }] } } });
  // What was tried is already what now stands: nothing jumps while it is run again.
  expect([controller.view?.finding, controller.trying, asked[1]!.what]).toEqual(['at 71.0', false, '']);
  asked[1]!.answer({ ...outlook, inputs: inputsOf('cccc3333'), headline: 'kept' });
  await adopted;
  expect([controller.view?.finding, controller.state.kind]).toEqual(['kept', 'result']);
  expect(contract.toasts.list[0]).toMatchObject({ text: 'First contact resolution: the target is now ≥\u202f71.0\u202f%.', action: { label: 'Undo' } });
});

it('“make it 85 % likely” writes the solved target as it is written', async () => {
  const { host, asked, contract, controller } = await opened();
  expect(controller.likely).toEqual({ target: 70.2, text: '70.2\u202f%' });
  const made = controller.makeLikely();
  await settled();
  expect(host.calls.find((call) => call.command === 'edit')?.args).toMatchObject({ edit: { set: { changes: [{ path: 'service_levels.fcr.target', text: '70.2\u202f%' }] } } });
  // Now another level is the riskiest: the panel stays at the one that was set.
  asked[0]!.answer({ ...outlook, inputs: inputsOf('cccc3333'), levels: [...outlook.levels].reverse() });
  await made;
  expect([controller.state.kind, controller.selected]).toEqual(['result', 'fcr']);
  expect(contract.outlookState).toBe('current');
});

it('a level without a curve says why', async () => {
  const host = fakeHost<Commands>({ last_outlook: () => null, target_curve: () => { throw { code: 'refused', message: 'it has no history', details: [] }; } });
  const controller = new SimulateController(controllerOf(host));
  await controller.follow();
  flushSync();
  expect(controller.level?.disabled).toBe('It has no history.');
  expect(controller.met.value).toBeNull();
});

it('opens on a level that has history and can be tried', async () => {
  const view = contractView();
  const nps = { ...view.levels[0]!, id: 'nps', measure: 'nps', name: 'Net promoter score' };
  const { controller } = await opened(null, { ...view, levels: [nps, view.levels[1]!, view.levels[0]!] });
  expect(controller.selected).toBe('fcr');
  expect(controller.levels.map((level) => [level.id, level.known])).toEqual([['nps', false], ['aht', true], ['fcr', true]]);
  controller.select('nps');
  expect(controller.level?.disabled).toContain('no history of this level');
});

it('keeps the order of the rows while a target is tried', async () => {
  const { asked, controller } = await opened();
  expect(controller.order).toEqual(['fcr', 'aht']);
  controller.try(70);
  asked[0]!.answer({ ...outlook, levels: [...outlook.levels].reverse() });
  await settled();
  expect([controller.view?.levels[0]?.id, controller.order]).toEqual(['aht', ['fcr', 'aht']]);
});

it('a softer target takes its ramp with it in the same step, and says what would become of it', async () => {
  const { host, asked } = handHost();
  const plan = { needed: true, ramp: [{ path: 'ramp.fcr.4', text: '69.5 %' }], stays_words: 'Month 4 of the ramp would ask for more.', moves_words: 'Every month keeps its distance.' };
  const planned = fakeHost<Commands>({ target_plan: () => plan });
  const invoke = host.invoke.bind(host);
  Object.assign(host, { invoke: (command: keyof Commands & string, args: never) => (command === 'target_plan' ? planned.invoke(command, args) : invoke(command, args)) });
  const contract = controllerOf(host);
  const controller = new SimulateController(contract);
  await controller.load();
  await controller.follow();
  controller.try(70.5);
  asked[0]!.answer(outlook);
  await settled();
  expect(asked[1]!.what).toBe('service_levels.fcr.target=70.5,ramp.fcr.4=69.5 %');
  expect(controller.ramp).toEqual({ moves: true, needed: true, words: 'Every month keeps its distance.' });
  controller.moveRamp(false);
  expect(controller.ramp?.words).toBe('Month 4 of the ramp would ask for more.');
  controller.moveRamp(true);
  asked[1]!.answer(outlook);
  await settled();
  void controller.adopt();
  await settled();
  expect(host.calls.find((call) => call.command === 'edit')?.args).toMatchObject({
    edit: { set: { label: 'First contact resolution: target 70.5, and its ramp with it', changes: [{ path: 'service_levels.fcr.target', text: '70.5' }, plan.ramp[0]] } },
  });
  expect(contract.toasts.list[0]?.text).toContain('its ramp moved with it');
});
