import { expect, it } from 'vitest';
import { hrefOf, readRoute, type Route } from './route';

it('an address comes back as the same route', () => {
  const routes: Route[] = [
    { station: 'contracts' },
    { station: 'simulate', contract: '7' },
    { station: 'terms', contract: 'a b/c', field: 'service_levels.fcr.target' },
  ];
  for (const route of routes) expect(readRoute(hrefOf(route))).toEqual(route);
});

it('what cannot be read is the library', () => {
  for (const hash of ['', '#', '#/contract', '#/contract/7/elsewhere', '#/contract/%E0%A4%A/terms', '#//7/terms']) {
    expect(readRoute(hash).station, hash).toBe('contracts');
  }
});
