/** A caption: the finding, its heart in bold. */
export type Phrase = string | { strong: string };
export type Caption = readonly Phrase[];

/** The same figures as a table, for "Show as table" and "Copy table". */
export interface TableData {
  columns: readonly { head: string; number?: boolean }[];
  rows: readonly (readonly string[])[];
}

/** Tab-separated text, which spreadsheets take. */
export function tableText(table: TableData): string {
  return [table.columns.map((column) => column.head), ...table.rows].map((row) => row.map(plainCell).join('\t')).join('\n');
}

/** Spreadsheets read a hyphen-minus and a plain space. */
function plainCell(cell: string): string {
  return cell.replace(/\u2212/g, '-').replace(/[\u202f\u00a0]/g, ' ').replace(/[\t\n]/g, ' ');
}
