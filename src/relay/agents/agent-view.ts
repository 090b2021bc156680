import type { Call } from '../../shared/call/call';

/** What of a call its agents are told. */
export type AgentView = (call: Call) => Call;

/**
 * The relay finds a caller with its own account, which may see more of the CRM than an agent's role. Where that must not
 * reach him he is told the call without it, and his desktop asks by his own sign-in.
 */
export const agentView = (tellsContacts: boolean): AgentView =>
  tellsContacts ? (call) => call : (call) => (call.contact === null ? call : { ...call, contact: null });
