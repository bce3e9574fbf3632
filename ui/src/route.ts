import type { StationId } from './ui/frame';

/** Where the window is. Kept in the address, so that Back, a reload and a link from a blocker all work. */
export interface Route {
  station: StationId;
  /** The contract at hand; none in the library. */
  contract?: string;
  /** The term to go to. */
  field?: string;
}

const STATIONS: readonly StationId[] = ['terms', 'baseline', 'simulate', 'review', 'sign', 'scorecard'];

/** Reads an address. What cannot be read is the library. */
export function readRoute(hash: string): Route {
  const [kind, contract, station, field] = hash.replace(/^#?\/?/, '').split('/').map(decoded);
  const known = STATIONS.find((one) => one === station);
  if (kind !== 'contract' || !contract || !known) return { station: 'contracts' };
  return field ? { station: known, contract, field } : { station: known, contract };
}

export function hrefOf(route: Route): string {
  if (route.station === 'contracts' || route.contract === undefined) return '#/';
  const parts = ['contract', route.contract, route.station, ...(route.field ? [route.field] : [])];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
