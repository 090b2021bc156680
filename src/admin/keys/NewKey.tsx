import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence, TextField } from '../../renderer/components/TextField';
import { keyNameSchema } from '../../shared/protocol/api-keys';
import { scopes, type Scope } from '../../shared/protocol/scope';
import { Copy } from '../components/Copy';
import { Dialog } from '../components/Dialog';
import { Select } from '../components/Select';
import { SendForm } from '../components/SendForm';
import { useTexts } from '../i18n';
import { useHouse } from '../state/house';

/** In days; `never`: until it is revoked. */
const ends = ['never', '30', '90', '365'] as const;

const Form = ({ onMade, onCancel }: { onMade: (secret: string) => void; onCancel: () => void }) => {
  const { t } = useTexts();
  const { api, clock } = useHouse();
  const [name, setName] = useState('');
  const [picked, setPicked] = useState<readonly Scope[]>(['read']);
  const [end, setEnd] = useState<(typeof ends)[number]>('never');
  const nameWrong = !keyNameSchema.safeParse(name).success;
  const send = () =>
    api.addKey({
      name,
      scopes: [...picked],
      ...(end !== 'never' && { expiresAt: new Date(clock.now() + Number(end) * 86_400_000).toISOString() }),
    });
  return (
    <SendForm
      ready={!nameWrong && picked.length > 0}
      send={send}
      onDone={({ secret }) => onMade(secret)}
      onCancel={onCancel}
      action={t('keys.add')}
      testId="key-create"
    >
      {(tried) => (
        <>
          <TextField
            label={t('keys.name')}
            hint={t('keys.nameHint')}
            value={name}
            maxLength={60}
            autoFocus
            error={tried && nameWrong ? t('keys.nameWrong') : null}
            onText={setName}
            data-testid="key-name"
          />
          <fieldset className="choices">
            <legend className="strong">{t('keys.scopes')}</legend>
            {scopes.map((scope) => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={picked.includes(scope)}
                  onChange={({ target }) =>
                    setPicked(target.checked ? [...picked, scope] : picked.filter((one) => one !== scope))
                  }
                  data-testid={`scope-${scope}`}
                />
                <span>
                  {t(`scope.${scope}`)} <span className="hint">{t(`scopeHint.${scope}`)}</span>
                </span>
              </label>
            ))}
            {tried && picked.length === 0 && <ErrorSentence>{t('keys.noScope')}</ErrorSentence>}
          </fieldset>
          <Select
            label={t('keys.ends')}
            value={end}
            onPick={setEnd}
            options={ends.map((value) => ({
              value,
              label: value === 'never' ? t('keys.endsNever') : t('keys.endsAfter', { count: Number(value) }),
            }))}
          />
        </>
      )}
    </SendForm>
  );
};

/** A new key; its secret is shown this once, so the dialog stays until it is put away by hand. */
export const NewKey = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTexts();
  const [secret, setSecret] = useState<string | null>(null);
  if (secret === null)
    return (
      <Dialog title={t('keys.addTitle')} onClose={onClose}>
        <Form onMade={setSecret} onCancel={onClose} />
      </Dialog>
    );
  return (
    <Dialog key="made" title={t('keys.madeTitle')} onClose={onClose} keepOpen>
      <div className="stack">
        <p className="dialog-text">{t('keys.once')}</p>
        <Copy text={secret} label={t('keys.secret')} testId="key-secret" />
        <div className="dialog-actions">
          <Button look="primary" onClick={onClose} data-testid="key-done">
            {t('dialog.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
