/** The contract's channel names without zod, for the preload: a missing or a wrong one does not compile. */
import type { CallChannel, PushChannel } from './contract';

const calls: Record<CallChannel, true> = {
  'state:get': true,
  'history:find': true,
  'history:rows': true,
  'history:call': true,
  'history:seen': true,
  'history:more': true,
  'history:list': true,
  'call:transcript': true,
  'call:dial': true,
  'call:control': true,
  'call:open-in-crm': true,
  'crm:open-link': true,
  'contact:choose': true,
  'contact:look-again': true,
  'contact:search': true,
  'contact:attach-number': true,
  'contact:open-form': true,
  'note:save': true,
  'note:retry': true,
  'note:of': true,
  'follow-up:add': true,
  'follow-up:remove': true,
  'pop:dismiss': true,
  'pop:writing': true,
  'pop:resize': true,
  'clipboard:copy': true,
  'setup:ask': true,
  'setup:connect': true,
  'setup:sign-out': true,
  'setup:test-pop': true,
  'crm:sign-in': true,
  'crm:sign-out': true,
  'settings:set': true,
  'quiet:seen': true,
  'link:retry': true,
  'support:prepare': true,
  'support:save': true,
  'request:answer': true,
  'app:state': true,
  'app:do': true,
  'window:show': true,
};
const pushes: Record<PushChannel, true> = {
  'state:changed': true,
  'app:changed': true,
  'window:navigate': true,
};

export const callChannels: ReadonlySet<string> = new Set(Object.keys(calls));
export const pushChannels: ReadonlySet<string> = new Set(Object.keys(pushes));
