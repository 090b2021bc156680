import type { PopActions } from '../components/PopCard';
import type { Bridge } from '../../shared/ipc/contract';

/** What the buttons of a card do; a refusal shows itself in the state that main pushes. */
export const popActions = (bridge: Bridge): PopActions => ({
  openInCrm: (callId) => void bridge.invoke('call:open-in-crm', { callId, what: 'contact' }),
  openLink: (url) => void bridge.invoke('crm:open-link', { url }),
  copy: (text) => void bridge.invoke('clipboard:copy', { text }),
  openForm: (callId, module) => void bridge.invoke('contact:open-form', { callId, module }),
  lookAgain: (callId) => void bridge.invoke('contact:look-again', { callId }),
  dismiss: (callId) => void bridge.invoke('pop:dismiss', { callId }),
});
