import { useState } from 'react';
import { TextField } from '../../renderer/components/TextField';
import { adminPasswordSchema, shortestPassword } from '../../shared/protocol/admin-accounts';
import { Dialog } from '../components/Dialog';
import { SendForm } from '../components/SendForm';
import { useTexts } from '../i18n';
import { useHouse } from '../state/house';
import { NewPassword } from './NewPassword';

/** Another password for an account, one's own by the current one; every session of it ends, this one too where it is one's own. */
export const SetPassword = ({
  name,
  own,
  onClose,
}: {
  name: string;
  own: boolean;
  onClose: (done: boolean) => void;
}) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const wrong = !adminPasswordSchema.safeParse(password).success;
  return (
    <Dialog
      title={own ? t('accounts.ownPasswordTitle') : t('accounts.passwordTitle', { name })}
      onClose={() => onClose(false)}
    >
      <SendForm
        ready={!wrong && !(own && current === '')}
        send={() => api.setAdminPassword(name, { password, ...(own && { currentPassword: current }) })}
        onDone={() => onClose(true)}
        onCancel={() => onClose(false)}
        action={t('accounts.setPassword')}
        testId="password-set"
      >
        {(tried) => (
          <>
            <p className="dialog-text">
              {own ? t('accounts.ownPasswordText') : t('accounts.passwordText', { name })}
            </p>
            {own && (
              <TextField
                label={t('accounts.currentPassword')}
                type="password"
                autoComplete="current-password"
                value={current}
                maxLength={1_000}
                autoFocus
                error={tried && current === '' ? t('accounts.currentPasswordMissing') : null}
                onText={setCurrent}
                data-testid="account-current-password"
              />
            )}
            <NewPassword
              hint={t('accounts.passwordHint', { count: shortestPassword })}
              value={password}
              wrong={tried && wrong}
              autoFocus={!own}
              onText={setPassword}
            />
          </>
        )}
      </SendForm>
    </Dialog>
  );
};
