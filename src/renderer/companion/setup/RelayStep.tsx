import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { Switch } from '../../components/Choices';
import { ErrorSentence, TextField } from '../../components/TextField';
import { keepsSignedIn, setKeepSignedIn } from '../../lib/keep-signed-in';
import { secretWarning } from '../../lib/secret-warning';
import { relayAddressesOf, secretOf, type Secret } from '../../lib/setup-input';
import { useBridge } from '../../stores/bridge-context';
import { CrmForm } from './CrmForm';
import { SetupFrame } from './SetupFrame';

interface Wrong {
  url?: string;
  secret?: string;
  answer?: string;
}

/** First run, or the relay no longer takes the token. On the web the relay is where the page came from. */
export const RelayStep = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const web = state.platform === 'web';
  const [relayUrl, setRelayUrl] = useState(state.relayUrl ?? '');
  const [secret, setSecret] = useState('');
  const [keep, setKeep] = useState(web && keepsSignedIn());
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  /** The relay that takes the sign-in at the CRM, while that is asked for. */
  const [byCrm, setByCrm] = useState<string | null>(null);

  const enter = async (address: string, proof: Secret | { kind: 'crm' }): Promise<void> => {
    setBusy(true);
    const reply = await bridge.invoke('setup:connect', { relayUrl: address, secret: proof });
    setBusy(false);
    setByCrm(null);
    if (!reply.ok) setWrong({ answer: reply.error.message });
  };

  const signInByCrm = async (): Promise<void> => {
    const address = relayAddressesOf(relayUrl);
    if (address === null) {
      setWrong({ url: t('setup.badUrl') });
      return;
    }
    setWrong({});
    setBusy(true);
    const reply = await bridge.invoke('setup:ask', { relayUrl: address });
    setBusy(false);
    if (!reply.ok) setWrong({ answer: reply.error.message });
    else if (!reply.value.crmSignIn) setWrong({ answer: t('setup.noCrmSignIn') });
    else if (state.links.crm.state === 'connected') await enter(address, { kind: 'crm' });
    else setByCrm(address);
  };

  const connect = async (): Promise<void> => {
    const address = web ? (state.relayUrl ?? null) : relayAddressesOf(relayUrl);
    const parsed = secretOf(secret);
    if (address === null || parsed === null) {
      setWrong({
        ...(address === null ? { url: t('setup.badUrl') } : {}),
        ...(parsed === null ? { secret: t('setup.badSecret') } : {}),
      });
      return;
    }
    setWrong({});
    if (web) setKeepSignedIn(keep);
    await enter(address, parsed);
  };

  if (byCrm !== null)
    return (
      <SetupFrame title={t('setup.crmTitle')} text={t('setup.byCrmText')}>
        <CrmForm
          onDone={() => void enter(byCrm, { kind: 'crm' })}
          onSkip={() => setByCrm(null)}
          skipLabel={t('setup.byCode')}
        />
      </SetupFrame>
    );

  const warning = web ? null : secretWarning(state, t);
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
            hint={t('setup.relayUrlHint')}
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
        {!web && (
          <Button
            look="plain"
            className="wide"
            disabled={busy}
            onClick={() => void signInByCrm()}
            data-testid="setup-by-crm"
          >
            {t('setup.byCrm')}
          </Button>
        )}
        {warning && (
          <p className="quiet-warning">
            <TriangleAlert className="icon" aria-hidden />
            <span>{warning}</span>
          </p>
        )}
      </form>
    </SetupFrame>
  );
};
