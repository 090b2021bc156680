/**
 * The support bundle: what helps whoever looks for a fault, and nothing of people or secrets. Everything passes the same mask as
 * the log, once more and with what is known to be secret here. Pure.
 */
import { strToU8, zipSync } from 'fflate';
import type { CompanionState } from '../../shared/ipc/state';
import { createRedactor } from '../../shared/redact';

export interface BundleParts {
  now: Date;
  /** E.g. `{ app: '0.1.0', electron: '45.4.1' }`. */
  versions: Readonly<Record<string, string>>;
  state: CompanionState;
  logs: readonly { name: string; text: string }[];
  /** Tokens and passwords of this computer. */
  secrets: readonly string[];
}

export interface Bundle {
  /** What the agent is shown before he saves it. Sizes in bytes. */
  files: { name: string; size: number }[];
  zip: Uint8Array;
}

/** The end of a log is where the fault is. Characters. */
const LOG_CHARS = 512 * 1024;
/** Shorter words would also stand in what has to be read. */
const shortestName = 4;

const about = `This is a support bundle of the CTI Companion.

versions.json      what runs here
settings.json      what the agent has chosen; no sign-in, no password
links.json         how the links to relay, phone system and CRM are, and their last trouble
logs/              the last lines of the log

Phone numbers are masked to their last digits; names, tokens and what was said are not in it.
`;

const hostOf = (url: string | null): string | null => {
  if (url === null) return null;
  return URL.canParse(url) ? new URL(url).host : '(not an address)';
};

/** People whom the state names: nobody of them may stand in a log's sentence. */
const namesIn = ({ agent, calls, crm, crmAccount }: CompanionState): string[] => {
  const contacts = [
    ...calls.map(({ contact }) => contact),
    ...Object.values(crm).flatMap(({ context }) => [
      context?.contact ?? null,
      ...(context?.matches.map(({ contact }) => contact) ?? []),
    ]),
  ];
  const whole = [
    agent?.name,
    crmAccount?.username,
    ...calls.map(({ remote }) => remote.name),
    ...contacts.flatMap((contact) => [contact?.name, contact?.account]),
  ].filter((name) => typeof name === 'string');
  return [...new Set(whole.flatMap((name) => [name, ...name.split(/\s+/)]))]
    .filter(({ length }) => length >= shortestName)
    .sort((a, b) => b.length - a.length);
};

const lastLines = (text: string): string => {
  if (text.length <= LOG_CHARS) return text;
  const end = text.slice(-LOG_CHARS);
  return end.slice(end.indexOf('\n') + 1);
};

export const makeBundle = ({ now, versions, state, logs, secrets }: BundleParts): Bundle => {
  const redact = createRedactor(secrets);
  const names = namesIn(state);
  const nameless = (text: string): string =>
    names.reduce((clean, name) => clean.replaceAll(name, '***'), text);
  const masked = (text: string): string =>
    text
      .split('\n')
      .map((line) => nameless(redact.text(line)))
      .join('\n');
  const json = (value: object): string => nameless(JSON.stringify(redact.fields(value), null, 2));

  const { links, settings, crmAccount, platform, stage, relayUrl, secretStore } = state;
  const contents: [string, string][] = [
    ['README.txt', about],
    ['versions.json', JSON.stringify({ at: now.toISOString(), ...versions }, null, 2)],
    [
      'settings.json',
      json({
        settings,
        relayHost: hostOf(relayUrl),
        crmHost: hostOf(crmAccount?.url ?? null),
        signedInToCrm: crmAccount !== null,
        secretStoreKind: secretStore.kind,
      }),
    ],
    [
      'links.json',
      json({ platform, stage, links, linkFacts: state.linkFacts, liveCalls: state.calls.length }),
    ],
    ...logs.map(({ name, text }): [string, string] => [`logs/${name}`, masked(lastLines(text))]),
  ];
  const bytes = contents.map(([name, text]): [string, Uint8Array] => [name, strToU8(text)]);
  return {
    files: bytes.map(([name, { length }]) => ({ name, size: length })),
    zip: zipSync(Object.fromEntries(bytes), { mtime: now }),
  };
};

/** `cti-companion-support-2026-11-23-1405.zip`, UTC. */
export const bundleName = (now: Date): string =>
  `cti-companion-support-${now.toISOString().slice(0, 16).replace('T', '-').replace(':', '')}.zip`;
