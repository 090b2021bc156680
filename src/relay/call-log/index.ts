export { createCallLog, type CallLog } from './call-log';
export {
  belongsInCrm,
  callRecord,
  takesConversations,
  type AgentByExtension,
  type CallLogAgent,
} from './record';
