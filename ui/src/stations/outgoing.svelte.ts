import { errorWords } from '../host/errors';
import type { Saved } from '../host/types/Saved';
import { fileSize } from '../format/numbers';
import { told, type ContractController } from './contract.svelte';

/** Writes the document where the person wants it, and says so. Drafts in fields are part of it. */
export function exportDocument(contract: ContractController, annex: boolean): Promise<Saved | null> {
  return writing(contract, () => contract.host.invoke('export_document', { id: contract.id, request: { annex } }));
}

/** Writes the copy for the other side where the person wants it, and says so. */
export function writeCopy(contract: ContractController): Promise<Saved | null> {
  return writing(contract, () => contract.host.invoke('write_copy', { id: contract.id }));
}

async function writing(contract: ContractController, write: () => Promise<Saved | null>): Promise<Saved | null> {
  await contract.settled();
  if (contract.saveState === 'not_saved') {
    contract.toasts.failed('Not everything is saved yet, so nothing was written. Retry saving first.', 'write');
    return null;
  }
  if (contract.unreadableWords !== null) {
    contract.toasts.failed(`${contract.unreadableWords}, so nothing was written. Set it right first.`, 'write');
    return null;
  }
  try {
    const saved = await write();
    if (!saved) return null;
    contract.toasts.succeeded('write');
    contract.toasts.done(`Wrote ${saved.name}, ${fileSize(saved.size_bytes)}.`);
    await contract.refresh();
    return saved;
  } catch (thrown) {
    const words = errorWords(thrown);
    if (words) contract.toasts.failed(told(words), 'write');
    return null;
  }
}
