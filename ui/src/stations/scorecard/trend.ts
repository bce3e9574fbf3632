import type { TableData } from '../../charts/figure';
import type { SparkPoint } from '../../host/types/SparkPoint';

type Place = (index: number) => number;
type Scale = (value: number) => number;

/** A line through the values; where one is missing it breaks. */
export function broken(values: readonly (number | null)[], x: Place, y: Scale): string {
  let pen = 'M';
  return values.map((value, i) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const part = `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return part;
  }).join('');
}

/** A line with a step for each value, as wide as its month. */
export function stepped(values: readonly number[], x: Place, step: number, y: Scale): string {
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${(x(i) - step / 2).toFixed(1)} ${y(value).toFixed(1)}L${(x(i) + step / 2).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

/** A month of a level in words: "Sep 2027, month 7: 70.2 %, missed, target ≥ 72.0 %, three months 71.0 %". */
export function trendWords(point: SparkPoint): string {
  const rolling = point.rolling_text ? `, three months ${point.rolling_text}` : '';
  return `${point.label}, month ${point.number}: ${point.text || 'no value'}${point.missed ? ', missed' : ''}, target ${point.target_text}${rolling}`;
}

/** All months of a level as a table. */
export function trendTable(points: readonly SparkPoint[]): TableData {
  return {
    columns: [{ head: 'Month' }, { head: 'Value', number: true }, { head: 'Target', number: true }, { head: 'Three months', number: true }, { head: 'Result' }],
    rows: points.map((point) => [point.label, point.text || '–', point.target_text, point.rolling_text || '–', point.missed ? 'missed' : point.value === null ? '–' : 'met']),
  };
}
