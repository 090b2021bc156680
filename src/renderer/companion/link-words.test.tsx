// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ago, aCall, aState, offline } from '../../../tests/support/chromium-states';
import { because, type Trouble } from '../../shared/error-reasons';
import { Who } from '../components/PopWho';
import { NoteStatus } from '../components/notes/NoteStatus';
import { speak, startI18n, texts } from '../i18n';
import { BridgeProvider } from '../stores/bridge-context';
import type { Mirror } from '../stores/companion-store';
import { ConnectionsView } from './connections/ConnectionsView';
import { Rail } from './Rail';
import { Accounts } from './settings/Accounts';

const show = (part: ReactNode): void => {
  const store = createStore<Mirror>(() => ({ state: null, problem: null }));
  render(
    <BridgeProvider
      bridge={{ platform: 'electron', invoke: () => new Promise(() => undefined), on: () => () => undefined }}
      store={store}
    >
      {part}
    </BridgeProvider>,
  );
};

const english = 'The relay at relay.example.com can not be reached. Trying again.';
const german = 'Das Relay unter relay.example.com ist nicht erreichbar. Es wird weiter versucht.';
const away = { problem: english, because: because('relay-away', { host: 'relay.example.com' }) };
/** @param trouble of the relay */
const withTrouble = (trouble: Trouble) =>
  aState({
    links: { ...offline, relay: { ...offline.relay, ...trouble } },
    linkFacts: {
      relay: {
        lastEventAt: null,
        lastProblem: { text: trouble.problem ?? '', because: trouble.because, at: ago(60) },
      },
    },
  });

beforeEach(() => {
  startI18n(['de']);
  speak('de', ['de']);
});
afterEach(cleanup);

describe('what is wrong with a link is said in German', () => {
  it('at the foot of the rail, on the page of the connections and in the settings', () => {
    const state = withTrouble(away);
    show(<Rail state={state} view="history" onView={() => undefined} />);
    expect(screen.getByTestId('link-relay').textContent).toContain(german);
    expect(screen.getByTestId('link-relay').title).toContain(german);
    show(<ConnectionsView state={state} onSettings={() => undefined} />);
    const reported = within(screen.getByTestId('connection-relay')).getByText(german);
    expect(reported.getAttribute('lang')).toBeNull();
    show(<Accounts state={state} />);
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toContain(german);
    expect(document.body.textContent).not.toContain(english);
  });

  it('by its code where it has no reason', () => {
    const crm = { ...offline.crm, because: { code: 'crm_timeout' } };
    show(<Rail state={aState({ links: { ...offline, crm } })} view="history" onView={() => undefined} />);
    expect(screen.getByTestId('link-crm').textContent).toContain(texts.de.error.crm_timeout);
  });

  it('also of the phone system, in the words of a relay that says why', () => {
    const pbx = { id: 'pbx', lagMs: null, lastEventAt: null, since: ago(60), state: 'down' as const };
    const said = {
      problem: 'Nothing listens at pbx:5038.',
      because: because('pbx-away', { host: 'pbx:5038' }),
    };
    const links = { ...aState().links, pbx: [{ ...pbx, ...said }] };
    show(<Rail state={aState({ links })} view="history" onView={() => undefined} />);
    expect(screen.getByTestId('link-pbx').textContent).toContain(
      'erreicht die Telefonanlage unter pbx:5038 nicht',
    );
  });

  it.each<[string, Trouble['because']]>([
    ['no reason', undefined],
    ['a reason of a newer relay', { reason: 'from-the-future' }],
    ['a reason whose value is missing', { reason: 'relay-away' }],
  ])('with %s it stands as it was reported', (_, why) => {
    const state = withTrouble({ problem: english, because: why });
    show(<Rail state={state} view="history" onView={() => undefined} />);
    expect(screen.getByTestId('link-relay').textContent).toContain(english);
    show(<ConnectionsView state={state} onSettings={() => undefined} />);
    const reported = within(screen.getByTestId('connection-relay')).getByText(english);
    expect(reported.getAttribute('lang')).toBe('en');
  });
});

describe('other things that wait are said in German, too', () => {
  it('a CRM that is slow', () => {
    const slow = { problem: 'CRM is slow, name follows', because: because('crm-slow-name') };
    show(<Who call={aCall()} crm={{ status: 'slow', context: null, ...slow }} />);
    expect(screen.getByText('Das CRM ist langsam, der Name folgt')).toBeTruthy();
  });

  it('a note that SuiteCRM has not taken', () => {
    const refused = { problem: 'The record is locked.', because: { code: 'crm_refused' } };
    const note = { text: 'x', disposition: null, followUps: [], status: 'failed' as const, ...refused };
    const nothing = (): void => undefined;
    show(<NoteStatus stored={note} problem={null} web={false} onSave={nothing} onRetry={nothing} />);
    expect(screen.getByRole('status').textContent).toContain(texts.de.error.crm_refused);
    expect(screen.getByRole('status').textContent).not.toContain('locked');
  });

  it.each([
    ['memory', texts.de.settings.keptMemory],
    ['safe-storage', texts.de.settings.keptFile],
  ] as const)('where the sign-in is kept: %s', (kind, words) => {
    show(<Accounts state={aState({ secretStore: { kind, warning: 'No keychain.' } })} />);
    expect(screen.getByTestId('secret-warning').textContent).toContain(words);
  });
});
