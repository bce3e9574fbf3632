import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { baseline, simulation, trialLevels } from '../gallery/samples';
import { expectAccessible } from '../testing/axe';
import { spread, valueTicks } from './axis';
import { stackDots } from './dots';
import FanChart from './FanChart.svelte';
import { tableText } from './figure';
import HeatMap from './HeatMap.svelte';
import RowBars from './RowBars.svelte';
import QuantileDots from './QuantileDots.svelte';
import SeriesChart from './SeriesChart.svelte';
import TargetSlider from './TargetSlider.svelte';

afterEach(cleanup);

describe('axes', () => {
  it('have few ticks at round values with no more decimals than the measure', () => {
    const ticks = valueTicks([63.8, 76.1], 1, 4);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.every((tick) => tick.label === String(tick.value))).toBe(true);
    expect(valueTicks([0.2, 0.4], 0, 4).every((tick) => !tick.label.includes('.'))).toBe(true);
    expect(valueTicks([null, undefined], 1)).toEqual([]);
  });

  it('do not leave the domain of the measure', () => {
    const ticks = valueTicks([97, 100], 1, 4, 0, 100);
    expect(Math.max(...ticks.map((tick) => tick.value))).toBeLessThanOrEqual(100);
  });

  it('labels keep their order and their distance', () => {
    const moved = spread([10, 12, 50, 11], 13, 60);
    const sorted = [...moved].sort((a, b) => a - b);
    sorted.slice(1).forEach((value, i) => expect(value - (sorted[i] ?? 0)).toBeGreaterThanOrEqual(13 - 1e-9));
    expect(Math.max(...moved)).toBeLessThanOrEqual(60);
  });
});

describe('dots', () => {
  it('stack above the axis without touching, however many fall on one value', () => {
    const dots = Array.from({ length: 50 }, (_, i) => ({ value: i < 30 ? 0 : i, open: false }));
    const { radius, placed } = stackDots(dots, (value) => 10 + value * 6, 10, 320, 160, 140);
    expect(placed).toHaveLength(50);
    expect(Math.min(...placed.map((one) => one.y - radius))).toBeGreaterThanOrEqual(160 - 140);
    for (const a of placed) for (const b of placed) if (a.index < b.index) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(2 * radius - 1e-6);
  });

  it('stay in the order of value', () => {
    const { placed } = stackDots([{ value: 9, open: true }, { value: 1, open: false }], (value) => value * 10, 0, 100, 100, 90);
    expect(placed.map((one) => one.dot.value)).toEqual([1, 9]);
  });
});

describe('the heat map', () => {
  it('is a table with numbers, the riskiest level first and "all met" apart below', async () => {
    const { container } = render(HeatMap, simulation.heat);
    const names = [...container.querySelectorAll('tbody th')].map((head) => head.textContent?.trim());
    expect(names[0]).toBe('First contact resolution');
    expect(names.at(-1)).toBe('All seven met');
    expect(container.querySelector('[data-mark="0"]')?.textContent).toBe('95');
    await expectAccessible(container);
  });

  it('is walked with the arrow keys as one tab stop, and each cell says what it is', async () => {
    const { container } = render(HeatMap, simulation.heat);
    const cell = (index: number) => container.querySelector<HTMLElement>(`[data-mark="${index}"]`)!;
    expect(container.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
    cell(0).focus();
    await fireEvent.keyDown(cell(0), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(cell(1));
    await fireEvent.keyDown(cell(1), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(cell(14));
    await fireEvent.keyDown(cell(14), { key: 'End' });
    expect(document.activeElement).toBe(cell(25));
    expect(cell(14).getAttribute('aria-label')).toBe('Answered within 20 s, month 2: met 92\u00a0in\u00a0100');
  });

  it('shows a level without history as unknown', () => {
    const rows = [{ ...simulation.heat.rows[0]!, cells: Array.from({ length: 12 }, () => null), steady: null }];
    const { container } = render(HeatMap, { ...simulation.heat, rows });
    expect(container.querySelector('[data-mark="0"]')?.textContent).toBe('–');
    expect(container.querySelector('td.word')?.textContent).toBe('no history');
  });
});

describe('a figure', () => {
  it('shows its numbers as a table, and copies them for a spreadsheet', async () => {
    const writeText = vi.fn(async () => {});
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const level = simulation.levels[0]!;
    const { container } = render(FanChart, { name: level.name, unit: level.unit, decimals: 1, caption: level.fanCaption, history: level.history, months: level.months });
    await fireEvent.click(screen.getByRole('button', { name: /^Show as table/ }));
    expect(container.querySelectorAll('tbody tr')).toHaveLength(12);
    await fireEvent.click(screen.getByRole('button', { name: 'Copy table' }));
    expect(writeText).toHaveBeenCalledWith(expect.stringMatching(/^Month\t2.5 %/));
    await expectAccessible(container);
  });

  it('copies signs that a spreadsheet reads', () => {
    expect(tableText({ columns: [{ head: 'a' }, { head: 'b' }], rows: [['\u22125', '72\u202f%']] })).toBe('a\tb\n-5\t72 %');
  });

  it('walks its marks and reads the focused one', async () => {
    const series = baseline.series[4]!;
    const { container } = render(SeriesChart, { props: series });
    const marks = container.querySelectorAll<SVGElement>('[data-mark]');
    expect(marks).toHaveLength(24);
    expect(marks[4]?.getAttribute('aria-label')).toContain('no value');
    expect(marks[13]?.getAttribute('aria-label')).toContain('excused: client system down');
    expect(container.textContent).toContain('gap');
    await expectAccessible(container);
  });

  it('draws a ring only where the cap is known to be reached', () => {
    const one = render(QuantileDots, { title: 'Credits', caption: [], dots: simulation.credits.dots, median: simulation.credits.median, p95: simulation.credits.p95, currency: 'USD' });
    expect(one.container.querySelectorAll('.ring')).toHaveLength(simulation.credits.dots.filter((dot) => (dot.capShare ?? 0) >= 0.5).length);
    one.unmount();
    const other = render(QuantileDots, { title: 'Credits', caption: [], dots: simulation.credits.dots.map(({ value, text }) => ({ value, text })), median: simulation.credits.median, p95: simulation.credits.p95, currency: 'USD' });
    expect(other.container.querySelectorAll('.ring')).toHaveLength(0);
    expect(other.container.querySelector('[data-mark]')?.getAttribute('aria-label')).not.toContain('cap');
  });
});

describe('the target slider', () => {
  it('stays at its end where a target lies beyond, and says which', () => {
    const { container } = render(TargetSlider, { name: 'FCR', unit: '%', decimals: 1, min: 68, max: 76, value: 95, curve: [], met: 0 });
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('95.0\u202f%, met in 0 of 100 steady months');
    expect((screen.getByRole('slider') as HTMLInputElement).valueAsNumber).toBe(76);
    expect(container.textContent).toContain('95.0\u202f→');
  });

  const level = trialLevels[0]!;
  const props = { name: level.name, unit: '%', decimals: 1, min: 68, max: 76, value: 72, curve: level.curve, met: 0.45 };

  it('says target and chance', () => {
    render(TargetSlider, props);
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('72.0\u202f%, met in 45 of 100 steady months');
    expect(screen.getByRole('slider').getAttribute('step')).toBe('0.1');
  });

  it('Page keys move ten steps, within the range', async () => {
    const oninput = vi.fn();
    const onchange = vi.fn();
    const view = render(TargetSlider, { ...props, oninput, onchange });
    await fireEvent.keyDown(screen.getByRole('slider'), { key: 'PageUp' });
    expect([oninput.mock.calls[0]?.[0], onchange.mock.calls[0]?.[0]]).toEqual([73, 73]);
    await view.rerender({ ...props, value: 68.4, oninput, onchange });
    await fireEvent.keyDown(screen.getByRole('slider'), { key: 'PageDown' });
    expect(onchange.mock.calls[1]?.[0]).toBe(68);
  });

  it('moves report at most once a frame', async () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', (id: number) => { frames[id - 1] = () => {}; });
    const oninput = vi.fn();
    render(TargetSlider, { ...props, oninput });
    for (const value of ['70', '70.5', '71']) await fireEvent.input(screen.getByRole('slider'), { target: { value } });
    frames.forEach((run) => run(0));
    expect(oninput.mock.calls).toEqual([[71]]);
    vi.unstubAllGlobals();
  });
});

describe('bars in rows', () => {
  it('say each row with its figure, are walked with the arrow keys, and are shown as a table', async () => {
    const { container } = render(RowBars, { ...simulation.sources, heads: ['Service level', 'Expected credits'] });
    const marks = [...container.querySelectorAll<SVGElement>('[data-mark]')];
    expect(marks[0]?.getAttribute('aria-label')).toBe('First contact resolution: USD\u00a036,800');
    expect(container.querySelectorAll('[data-mark][tabindex="0"]')).toHaveLength(1);
    marks[0]!.focus();
    await fireEvent.keyDown(marks[0]!, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(marks[1]);
    const widths = [...container.querySelectorAll('rect.bar')].map((bar) => Number(bar.getAttribute('width')));
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(24_100 / 36_800);
    await expectAccessible(container);
    await fireEvent.click(screen.getByRole('button', { name: /^Show as table/ }));
    expect([...container.querySelectorAll('tbody tr')].map((row) => row.textContent)[4]).toMatch(/^Customer satisfaction\s*USD\s8,800$/);
  });
});
