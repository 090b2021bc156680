/** What went wrong, by the code of the error, and finer by its reason. */
import type { ErrorReason } from '../../../shared/error-reasons';
import type { ErrorCode } from '../../../shared/errors';
import { troubles } from './troubles';

export const errors = {
  error: {
    bad_request: 'Something in this was not as expected. Check what you entered.',
    unauthorized: 'You are not signed in, or your sign-in is no longer accepted. Sign in again.',
    forbidden: 'You may not do this. Ask your IT if you need it.',
    not_found: 'This is not there any more.',
    conflict: 'Somebody else has changed this meanwhile. Look at it again and retry.',
    too_large: 'This is too long. Shorten it and try again.',
    rate_limited: 'That was too often in a short time. Wait a moment and try again.',
    internal: 'Something went wrong. It is in the log; please try again.',
    unavailable: 'This is not available just now. Try again in a moment.',
    pbx_unavailable:
      'The phone system can not be reached, so nothing can be dialled now. Use your phone itself, and tell your IT.',
    pbx_refused: 'The phone system refused this call. Try again; if it stays, tell your IT.',
    pbx_timeout:
      'The phone system did not answer in time. It may still ring; wait a moment before you try again.',
    bad_number: 'This number can not be dialled. Check its digits.',
    crm_auth:
      'SuiteCRM does not accept this sign-in. Check user name, password and client, or ask your CRM administrator.',
    crm_unavailable: 'SuiteCRM can not be reached just now. Try again later.',
    crm_timeout: 'SuiteCRM is too slow just now. Try again in a moment.',
    crm_refused: 'SuiteCRM has not accepted this. Check what you entered, or ask your CRM administrator.',
    crm_bad_answer: 'This address does not answer as SuiteCRM does. Check the address.',
    config: 'A setting is wrong. Tell your IT.',
  },
  reason: {
    ...troubles,
    'number-empty': 'There is no number to call.',
    'number-control': 'The number holds a line break or another control character.',
    'number-signs':
      'A number may hold digits, a leading +, * and #, and spaces, brackets, dots or dashes between them.',
    'number-plus': 'A + may stand only at the start of a number.',
    'number-no-digit': 'There is no digit in the number.',
    'number-too-long': 'The number is too long: {{most}} digits are the most.',
    'text-no-number': 'There is no phone number in the selected text or in the clipboard.',
    'link-too-long': 'This link is too long for a number: {{most}} characters are the most.',
    'link-broken': 'This link is damaged: a % in it stands for nothing.',
    'link-unknown': 'This link is not one to dial a number.',
    'link-extension': 'The extension in this link is no number.',
    'enrol-link': 'This sign-in link is incomplete or damaged. Ask your IT for a new one.',
    'enrol-open':
      'This sign-in link leads to {{host}} without encryption, so it is not used. Ask your IT for one with https.',
    'enrol-locked': 'Your IT has set another relay for this computer, so this sign-in link is not used.',
    'sign-in-first': 'Sign in first, then this number can be called.',
    'no-extension': 'You have no extension, so no phone of yours can ring. Ask your IT for one.',
    'phone-unreachable':
      'The phone of extension {{extension}} can not be rung. Is it switched on and registered?',
    'call-gone': 'This call is not on your phone any more.',
    'ring-gone': 'Your phone does not ring for this call any more.',
    'hang-up-off': 'This phone system does not let the Companion hang up. Use your phone.',
    'answer-off': 'This phone system can not pick up for you. Use your phone.',
    'relay-offline':
      'Not connected to the relay, so this can not be done now. It works again as soon as the connection is back.',
    'relay-lost': 'The connection to the relay was lost before it had answered. Try again.',
    'relay-silent': 'The relay did not answer in time. Try again.',
    'relay-unreachable': 'The relay at {{host}} can not be reached. Check the address and your network.',
    'not-a-relay': '{{host}} answered, but not as a CTI Relay does. Check the address.',
    'code-used': 'This code is not valid. A code works once and for a short time; ask your IT for a new one.',
    'token-refused': 'The relay no longer accepts this sign-in. Ask your IT for a new code.',
    'locked-by-it': 'Your IT has set this for you. Ask them if it does not fit.',
  },
} as const satisfies { error: Record<ErrorCode, string>; reason: Record<ErrorReason, string> };
