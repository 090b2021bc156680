import { useState } from 'react';
import { TextField } from '../../renderer/components/TextField';
import { adminNameSchema, adminPasswordSchema, shortestPassword } from '../../shared/protocol/admin-accounts';
import { Dialog } from '../components/Dialog';
import { SendForm } from '../components/SendForm';
import { useTexts } from '../i18n';
import { useHouse } from '../state/house';
import { NewPassword } from './NewPassword';

/** Another person who may sign in; he gets the password from whoever makes the account, and changes it. */
export const NewAccount = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const nameWrong = !adminNameSchema.safeParse(name.trim()).success;
  const passwordWrong = !adminPasswordSchema.safeParse(password).success;
  return (
    <Dialog title={t('accounts.addTitle')} onClose={onClose}>
      <SendForm
        ready={!nameWrong && !passwordWrong}
        send={() => api.addAdmin({ name: name.trim(), password })}
        onDone={onClose}
        onCancel={onClose}
        action={t('accounts.add')}
        testId="account-create"
      >
        {(tried) => (
          <>
            <TextField
              label={t('accounts.name')}
              hint={t('accounts.nameHint')}
              value={name}
              maxLength={60}
              autoFocus
              error={tried && nameWrong ? t('accounts.nameWrong') : null}
              onText={setName}
              data-testid="account-name"
            />
            <NewPassword
              hint={t('accounts.firstPasswordHint', { count: shortestPassword })}
              value={password}
              wrong={tried && passwordWrong}
              onText={setPassword}
            />
          </>
        )}
      </SendForm>
    </Dialog>
  );
};
