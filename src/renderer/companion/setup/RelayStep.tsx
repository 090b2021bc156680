import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { Switch } from '../../components/Choices';
import { ErrorSentence, TextField } from '../../components/TextField';
import { keepsSignedIn, setKeepSignedIn } from '../../lib/keep-signed-in';
import { secretOf, webAddressOf } from '../../lib/setup-input';
import { useBridge } from '../../stores/bridge-context';
import { SetupFrame } from './SetupFrame';

interface Wrong {
  url?: string;
  secret?: string;
  answer?: string;
}

/** First run, or the relay no longer takes the token. On the web the relay is where the page came from. */
export const RelayStep = ({ state, onConnected }: { state: CompanionState; onConnected: () => void }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const web = state.platform === 'web';
  const [relayUrl, setRelayUrl] = useState(state.relayUrl ?? '');
  const [secret, setSecret] = useState('');
  const [keep, setKeep] = useState(web && keepsSignedIn());
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});

  const connect = async (): Promise<void> => {
    const address = web ? (state.relayUrl ?? null) : webAddressOf(relayUrl);
    const parsed = secretOf(secret);
    if (address === null || parsed === null) {
      setWrong({
        ...(address === null ? { url: t('setup.badUrl') } : {}),
        ...(parsed === null ? { secret: t('setup.badSecret') } : {}),
      });
      return;
    }
    setWrong({});
    setBusy(true);
    if (web) setKeepSignedIn(keep);
    const reply = await bridge.invoke('setup:connect', { relayUrl: address, secret: parsed });
    setBusy(false);
    if (reply.ok) onConnected();
    else setWrong({ answer: reply.error.message });
  };

  const refused = state.stage === 'needs-token' && state.links.relay.problem !== null;
  return (
    <SetupFrame
      title={refused ? t('setup.refusedTitle') : t('setup.title')}
      text={refused ? t('setup.refusedText') : web ? t('setup.webText') : t('setup.text')}
    >
      <form
        className="setup-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        {!web && (
          <TextField
            label={t('setup.relayUrl')}
            type="url"
            inputMode="url"
            placeholder="https://relay.example.com"
            value={relayUrl}
            error={wrong.url ?? null}
            onText={setRelayUrl}
            data-testid="setup-relay-url"
            autoFocus={state.relayUrl === null}
          />
        )}
        <TextField
          label={t('setup.secret')}
          hint={t('setup.secretHint')}
          type="password"
          value={secret}
          error={wrong.secret ?? null}
          onText={setSecret}
          data-testid="setup-secret"
          autoFocus={state.relayUrl !== null}
        />
        {web && <Switch label={t('setup.keep')} on={keep} onFlip={setKeep} />}
        {wrong.answer && <ErrorSentence>{wrong.answer}</ErrorSentence>}
        <Button type="submit" look="primary" className="wide" disabled={busy} data-testid="setup-connect">
          {busy ? t('setup.connecting') : t('setup.connect')}
        </Button>
        {state.secretStore.warning && !web && (
          <p className="quiet-warning">
            <TriangleAlert className="icon" aria-hidden />
            <span>{state.secretStore.warning}</span>
          </p>
        )}
      </form>
    </SetupFrame>
  );
};
