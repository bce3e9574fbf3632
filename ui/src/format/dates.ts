import { locale } from './locale';

/** "26 Nov, 15:40"; with the year where it is not this one. `now` is passed in so that tests can say what today is. */
export function dateTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return `Today, ${time}`;
  if (days === 1) return `Yesterday, ${time}`;
  return `${day(at, now)}, ${time}`;
}

/** "26 Nov", "26 Nov 2024". A date without a time is a calendar date, whatever the time zone. */
export function date(iso: string, now: Date = new Date()): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!match) return iso;
  return day(new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])), now);
}

/** "26 Nov 2024", with the year whichever it is: a term of a contract, or one end of a span. */
export function fullDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const at = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** "Nov 2024" for "2024-11". */
export function month(iso: string, style: 'short' | 'long' = 'short'): string {
  const match = /^(\d{4})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const at = new Date(Number(match[1]), Number(match[2]) - 1, 1);
  return new Intl.DateTimeFormat(locale(), { month: style, year: 'numeric' }).format(at);
}

/** "Nov 24", for an axis. */
export function axisMonth(iso: string): string {
  const match = /^(\d{4})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const at = new Date(Number(match[1]), Number(match[2]) - 1, 1);
  return `${new Intl.DateTimeFormat(locale(), { month: 'short' }).format(at)} ${match[1]?.slice(2)}`;
}

function day(at: Date, now: Date): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (at.getFullYear() !== now.getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale(), options).format(at);
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
