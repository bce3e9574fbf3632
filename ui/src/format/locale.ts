/**
 * The reader's locale. Numbers and dates on screen follow it; files and the PDF never do.
 * A window started under the C locale reports the language "C", which `Intl` refuses: fall back, never fail.
 */
export interface NumberMarks {
  decimal: string;
  group: string;
}

let tag = 'en-GB';
let marks: NumberMarks = { decimal: '.', group: ',' };

export function useLocale(wanted: readonly string[]): string {
  const known = wanted.find(isKnown);
  tag = known ?? 'en-GB';
  const parts = new Intl.NumberFormat(tag, { numberingSystem: 'latn' }).formatToParts(1234567.5);
  marks = {
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    group: parts.find((part) => part.type === 'group')?.value ?? ',',
  };
  return tag;
}

export function locale(): string {
  return tag;
}

export function numberMarks(): NumberMarks {
  return marks;
}

function isKnown(candidate: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(candidate).length > 0;
  } catch {
    return false;
  }
}
