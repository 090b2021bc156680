/** What the routes need of the relay; `app.ts` gives it. */
import type { Call, Contact } from '../../shared/call/call';
import type { AppError } from '../../shared/errors';
import type { AgentChange } from '../agents/registry';
import type { Agent } from '../../shared/protocol/agent';
import type { AgentDevice } from '../../shared/protocol/agent-devices';
import type { AgentsFromCrm } from '../../shared/protocol/agents-from-crm';
import type { ContactRef } from '../../shared/protocol/crm-context';
import type { StoredNote } from '../../shared/protocol/call-note';
import type { CallEvents } from '../../shared/protocol/call-events';
import type { CallLogPage, CallLogQuery } from '../../shared/protocol/call-log';
import type { CallTranscript } from '../../shared/protocol/conversation';
import type { ForgetReport } from '../../shared/protocol/forget';
import type {
  CallPage,
  CallQuery,
  CrmContext,
  EnrolRequest,
  Health,
  Status,
} from '../../shared/protocol/rest';
import type { Result } from '../../shared/result';

export interface Target {
  agentId?: string | undefined;
  extension?: string | undefined;
  /** Where the extension stands on several PBXs. */
  pbxId?: string | undefined;
}

export interface RelayService {
  health(): Health;
  status(): Status;
  activeCalls(): Call[];
  call(id: string): Call | null;
  /** What an AI agent and the customer said in a call. */
  transcript(id: string): CallTranscript;
  /** What agents wrote about a call. */
  notes(id: string): StoredNote[];
  /** What made a call. */
  callEvents(id: string): CallEvents;
  /** `agent` limits to his own calls. */
  history(query: CallQuery, agent: Agent | null): CallPage;
  /** Rings the target's phone, then calls the number. */
  dial(target: Target, number: string): Promise<Result<{ callId: string }, AppError>>;
  /** Throws `not_found` for an unknown target or call. */
  pop(request: Target & { number: string; name?: string | undefined; callId?: string | undefined }): {
    callId: string;
    delivered: number;
  };
  /** `picked`: the one to show, where several have the number. */
  crmContext(call: Call, picked: ContactRef | null): Promise<Result<CrmContext, AppError>>;
  /** Who is calling, as somebody with a part in the call says; its record in the CRM goes there. */
  chooseContact(call: Call, ref: ContactRef): Promise<Result<Contact, AppError>>;
  /** What is owed to the CRM, newest call first. */
  callLog(query: CallLogQuery): CallLogPage;
  /**
   * One call, or (null) all that were given up, once more and now. Throws `unavailable` without a CRM, `not_found` for a call
   * that is not to be logged, `conflict` for one that is logged. @returns how many jobs
   */
  retryCallLog(callId: string | null): number;
  /**
   * Lets go of what is owed of one call, or of all that ended so many days ago. Throws `not_found` for a call of which nothing
   * is owed. @returns how many jobs
   */
  giveUpCallLog(which: { callId: string } | { olderThanDays: number }): number;
  /** Throws the phone index away and reads it again. Throws `unavailable` where there is none. */
  rebuildIndex(): Promise<void>;
  /**
   * What is kept of a number, and with `erase` the end of it. Throws `bad_number` for what is no number of a person, `conflict`
   * while another one is being forgotten.
   */
  forget(number: string, erase: boolean): Promise<ForgetReport>;
  /** His open desktops are told. Throws `not_found` or `conflict`. */
  changeAgent(id: string, change: AgentChange): Agent;
  /** Agents as the users of the CRM, said or done. Throws `unavailable` where that is not set up. */
  agentsFromCrm(apply: boolean): Promise<AgentsFromCrm>;
  /** Lets a desktop in. Throws what it is to be told. */
  enrol(request: EnrolRequest): Promise<{ agent: Agent; token: string }>;
  /** Throws `not_found`. */
  devices(agentId: string): AgentDevice[];
  /** Revokes one: where it is open it is closed. Throws `not_found` or `conflict`. */
  removeDevice(agentId: string, deviceId: string): void;
  /** Revokes: the agent's open desktops are closed. Throws `not_found`. */
  removeAgent(id: string): void;
}
