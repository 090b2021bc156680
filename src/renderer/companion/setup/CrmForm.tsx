import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { ErrorSentence, TextField } from '../../components/TextField';
import { webAddressOf } from '../../lib/setup-input';
import { useBridge } from '../../stores/bridge-context';

const empty = { url: '', clientId: '', clientSecret: '', username: '', password: '' };
type Field = keyof typeof empty;

/** SuiteCRM's sign-in as the agent; the password goes to main and is not kept here. */
export const CrmForm = ({
  onDone,
  onSkip,
  skipLabel,
}: {
  onDone?: () => void;
  onSkip?: () => void;
  /** What the way out is called; "later" where it is not said. */
  skipLabel?: string;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [values, setValues] = useState(empty);
  const [wrong, setWrong] = useState<Partial<Record<Field | 'answer', string>>>({});
  const [busy, setBusy] = useState(false);

  const signIn = async (): Promise<void> => {
    const url = webAddressOf(values.url);
    const missing = (['clientId', 'username', 'password'] as const).filter(
      (name) => values[name].trim() === '',
    );
    if (url === null || missing.length > 0) {
      setWrong({
        ...(url === null ? { url: t('crm.badUrl') } : {}),
        ...Object.fromEntries(missing.map((name) => [name, t('crm.missing')])),
      });
      return;
    }
    setWrong({});
    setBusy(true);
    const reply = await bridge.invoke('crm:sign-in', { ...values, url });
    setBusy(false);
    if (!reply.ok) {
      setWrong({ answer: reply.error.message });
      return;
    }
    setValues(empty);
    onDone?.();
  };

  const field = (
    name: Field,
    testId: string,
    more: { type?: string; placeholder?: string; hint?: string } = {},
  ) => (
    <TextField
      label={t(`crm.${name}`)}
      value={values[name]}
      error={wrong[name] ?? null}
      onText={(text) => setValues((before) => ({ ...before, [name]: text }))}
      data-testid={testId}
      {...more}
    />
  );
  return (
    <form
      className="setup-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      {field('url', 'crm-url', { type: 'url', placeholder: 'https://crm.example.com' })}
      {field('username', 'crm-username')}
      {field('password', 'crm-password', { type: 'password' })}
      <div className="field-pair">
        {field('clientId', 'crm-client-id')}
        {field('clientSecret', 'crm-client-secret', { type: 'password' })}
      </div>
      <p className="hint">{t('crm.clientHint')}</p>
      {wrong.answer && <ErrorSentence>{wrong.answer}</ErrorSentence>}
      <div className="form-actions">
        <Button type="submit" look="primary" disabled={busy} data-testid="crm-sign-in">
          {busy ? t('crm.signingIn') : t('crm.signIn')}
        </Button>
        {onSkip && (
          <Button look="plain" onClick={onSkip} data-testid="setup-skip">
            {skipLabel ?? t('setup.skip')}
          </Button>
        )}
      </div>
    </form>
  );
};
