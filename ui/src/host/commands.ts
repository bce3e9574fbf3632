import type { About } from './types/About';
import type { ActualsImported } from './types/ActualsImported';
import type { AmountOf } from './types/AmountOf';
import type { AmountsTyped } from './types/AmountsTyped';
import type { Change } from './types/Change';
import type { ContractView } from './types/ContractView';
import type { Decision } from './types/Decision';
import type { Edit } from './types/Edit';
import type { ExportRequest } from './types/ExportRequest';
import type { Library } from './types/Library';
import type { Mapping } from './types/Mapping';
import type { MarkRequest } from './types/MarkRequest';
import type { Objection } from './types/Objection';
import type { Outlook } from './types/Outlook';
import type { OutlookRequest } from './types/OutlookRequest';
import type { PlanRequest } from './types/PlanRequest';
import type { PrivateEdit } from './types/PrivateEdit';
import type { Progress } from './types/Progress';
import type { Saved } from './types/Saved';
import type { ScorecardView } from './types/ScorecardView';
import type { Side } from './types/Side';
import type { StatementFormat } from './types/StatementFormat';
import type { TargetCurve } from './types/TargetCurve';
import type { TargetPlan } from './types/TargetPlan';
import type { TemplateForm } from './types/TemplateForm';
import type { TemplateKept } from './types/TemplateKept';
import type { TemplateRequest } from './types/TemplateRequest';
import type { TermRange } from './types/TermRange';
import type { TypedActual } from './types/TypedActual';
import type { WaiveRequest } from './types/WaiveRequest';

type None = Record<string, never>;
type Id = { id: string };
/** A dropped file. The page never names a path; files are chosen on the host's side. */
type Dropped = { name: string; bytes: number[] };

/** What the window may ask for: names and arguments are those of the host's commands. */
export type Commands = {
  about: { args: None; result: About };
  /** 1 is as designed; from 0.5 to 3. */
  zoom: { args: { factor: number }; result: null };
  /** Reports "close" whenever somebody wants to close the window. */
  watch_window: { args: None; result: null; progress: string };
  close_heard: { args: None; result: null };
  /** False where work runs and `stop` does not say that it may be ended. */
  close_window: { args: { stop: boolean }; result: boolean };

  library: { args: None; result: Library };
  create_from_template: { args: { template: string }; result: ContractView };
  open_sample: { args: None; result: ContractView };
  /** None where the dialog was closed. */
  open_contract_file: { args: None; result: ContractView | null };
  /** The file that the program was started with, once. */
  open_given_contract: { args: None; result: ContractView | null };
  open_dropped_contract: { args: Dropped; result: ContractView };
  remove_contract: { args: Id; result: Library };
  restore_contract: { args: Id; result: Library };

  contract: { args: Id; result: ContractView };
  edit: { args: Id & { edit: Edit }; result: ContractView };
  edit_private: { args: Id & { edit: PrivateEdit }; result: ContractView };
  waive: { args: Id & { request: WaiveRequest }; result: ContractView };
  set_side: { args: Id & { side: Side }; result: ContractView };
  undo: { args: Id; result: ContractView };
  redo: { args: Id; result: ContractView };
  approve: { args: Id & { side: Side; role: string; hash: string }; result: ContractView };
  object: { args: Id & { objection: Objection }; result: ContractView };
  /** What is typed and not entered: no step, no answer. */
  keep_drafts: { args: Id & { typed: Change[] }; result: null };

  /** Reports the name of the file once it is chosen. */
  import_history: { args: Id; result: ContractView | null; progress: string };
  import_dropped_history: { args: Id & Dropped; result: ContractView };
  remap_history: { args: Id & { mapping: Mapping }; result: ContractView };
  share_baseline: { args: Id & { share: boolean }; result: ContractView };
  remove_baseline: { args: Id; result: ContractView };

  template_form: { args: Id; result: TemplateForm };
  own_template_form: { args: { template: string }; result: TemplateForm };
  save_template: { args: Id & { request: TemplateRequest }; result: TemplateKept };
  limit_template: { args: { template: string; limits: TermRange[] }; result: Library };
  remove_template: { args: { template: string }; result: Library };
  revert_template: { args: { template: string }; result: Library };
  restore_template: { args: { template: string }; result: Library };
  /** None where the dialog was closed. */
  import_template: { args: None; result: TemplateKept | null };
  import_dropped_template: { args: Dropped; result: TemplateKept };
  export_template: { args: { template: string; withLimits: boolean }; result: Saved | null };

  simulate: { args: Id & { request: OutlookRequest; job: string }; result: Outlook; progress: Progress };
  cancel: { args: { job: string }; result: null };
  last_outlook: { args: Id; result: Outlook | null };
  target_plan: { args: Id & { path: string; text: string }; result: TargetPlan };
  target_curve: { args: Id & { level: string }; result: TargetCurve };

  scorecard: { args: Id & { month: string | null }; result: ScorecardView };
  import_actuals: { args: Id & { reason: string | null }; result: ActualsImported | null };
  import_dropped_actuals: { args: Id & Dropped; result: ActualsImported };
  type_actual: { args: Id & { typed: TypedActual }; result: ScorecardView };
  answer_actuals: { args: Id & { column: string; choice: string }; result: ActualsImported };
  take_actuals: { args: Id; result: ActualsImported };
  leave_actuals: { args: Id; result: null };
  set_amounts: { args: Id & { typed: AmountsTyped }; result: ScorecardView };
  adopt_actual: { args: Id & { month: string; level: string | null; what: AmountOf | null; reason: string | null }; result: ScorecardView };
  mark_month: { args: Id & { request: MarkRequest }; result: ScorecardView };
  decide_mark: { args: Id & { mark: number; decision: Decision; reason: string | null }; result: ScorecardView };
  post_statement: { args: Id & { month: string }; result: ScorecardView };
  keep_plan: { args: Id & { request: PlanRequest }; result: ScorecardView };
  export_statement: { args: Id & { month: string; format: StatementFormat }; result: Saved | null };

  write_copy: { args: Id; result: Saved | null };
  /** None where the dialog was closed. */
  take_in_approvals: { args: Id; result: ContractView | null };
  export_document: { args: Id & { request: ExportRequest }; result: Saved | null };
};
