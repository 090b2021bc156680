/** What is wrong with a link, a look-up or a note, by its reason. Whoever reads it takes calls and does not run the machines. */
import type { ErrorReason } from '../../../shared/error-reasons';

export const troubles = {
  'relay-away': 'The relay at {{host}} can not be reached. Trying again.',
  'relay-no-answer': 'The relay at {{host}} does not answer. Trying again.',
  'relay-stopped': 'The relay stopped answering. Trying again.',
  'relay-restarts': 'The relay is restarting. The Companion reconnects by itself.',
  'relay-other-version':
    'The relay and this Companion do not understand each other. One of the two needs an update; tell your IT. Trying again.',
  'relay-too-much':
    'The relay hung up because this computer read its messages too slowly or sent one that is too long. Connecting again; if this stays, check your network and update the Companion.',
  'relay-busy': 'The relay has asked for a short break. Trying again in a moment.',
  'sign-in-late': 'The sign-in reached the relay too late. Trying again; if this stays, check your network.',
  'pbx-refused':
    'The phone system does not let the relay in. Tell your IT; there is nothing you can do here.',
  'pbx-away':
    'The relay can not reach the phone system at {{host}}. It keeps trying; if this stays, tell your IT.',
  'pbx-silent': 'The phone system has said nothing for {{seconds}} s. The relay connects to it anew.',
  'pbx-late':
    'The phone system answers {{seconds}} s late, so calls show late too. If this stays, tell your IT.',
  'pbx-not-asterisk': 'What answers the relay at {{host}} is not the phone system. Tell your IT.',
  'pbx-untrusted': 'The relay does not trust the certificate of the phone system at {{host}}. Tell your IT.',
  'pbx-lists-nothing':
    'Calls show as ever; only after an interruption may one look as if it still runs. Tell your IT that the relay may not list running calls.',
  'crm-slow-name': 'CRM is slow, name follows',
  'crm-slow-more': 'CRM is slow, more follows',
  'crm-not-asked': 'The CRM could not be asked. It is asked again with the next call.',
  'crm-no-answer': 'The CRM did not answer. It is asked again with the next call.',
  'crm-settings':
    'The CRM sign-in is incomplete. Fill in the address, client id, client secret, and your user name and password.',
  'crm-sign-in-first': 'Sign in to the CRM first, in the settings.',
  'call-not-in-crm': 'This call is not in the CRM yet.',
  'contact-not-in-crm': 'The CRM knows nobody with this number.',
  'link-foreign': 'From here only links into your CRM can be opened.',
  'relay-address': 'Please give the whole address, e.g. https://relay.example.com.',
  'call-over': 'This call is over here. You can choose again at the next one.',
  'call-unknown': 'This Companion does not know the call. Open it in the history first.',
  'call-no-number': 'This call shows no number, or it is over here.',
  'follow-up-most': 'One call can have {{most}} follow-ups at most.',
  'follow-up-there': 'It is in the CRM already. Open it there to change or delete it.',
  'follow-up-sent':
    'It was sent to the CRM and no answer came yet, so it may be there already. Once it shows as saved, delete it there.',
  'follow-up-busy': 'It is being written at this moment. Try again in a few seconds.',
  'notes-full':
    'The notes of {{most}} calls wait on this computer. Sign in to the CRM in the settings, so that they are written.',
  'notes-no-record':
    'Calls of this kind are not logged in the CRM, so the note stays on this computer and with the relay.',
  'notes-no-writer': 'Sign in to the CRM in the settings, and it is written there.',
  'bundle-not-saved': 'The bundle could not be saved there. Choose another folder.',
  'copy-refused': 'The browser does not let this page copy; select the text and copy it.',
} as const satisfies Partial<Record<ErrorReason, string>>;
export type Troubles = Record<keyof typeof troubles, string>;
