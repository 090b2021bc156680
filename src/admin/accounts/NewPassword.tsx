import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { TextField } from '../../renderer/components/TextField';
import { shortestPassword } from '../../shared/protocol/admin-accounts';
import { useTexts } from '../i18n';

/** A password that is made up now; it can be looked at in place of being typed twice. */
export const NewPassword = ({
  hint,
  value,
  wrong,
  autoFocus = false,
  onText,
}: {
  hint: string;
  value: string;
  wrong: boolean;
  autoFocus?: boolean;
  onText: (text: string) => void;
}) => {
  const { t } = useTexts();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="new-password">
      <TextField
        label={t('accounts.newPassword')}
        hint={hint}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        value={value}
        maxLength={1_000}
        autoFocus={autoFocus}
        error={wrong ? t('accounts.passwordWrong', { count: shortestPassword }) : null}
        onText={onText}
        data-testid="account-password"
      />
      <Button
        look={['plain', 'square']}
        aria-label={t('accounts.show')}
        aria-pressed={shown}
        title={t('accounts.show')}
        onClick={() => setShown(!shown)}
      >
        <Icon className="icon" aria-hidden />
      </Button>
    </div>
  );
};
