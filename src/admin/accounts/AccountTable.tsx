import { Button } from '../../renderer/components/Button';
import type { AdminAccount } from '../../shared/protocol/admin-accounts';
import { Table, type Column } from '../components/Table';
import { useTexts } from '../i18n';
import { moment } from '../lib/moments';

export const AccountTable = ({
  accounts,
  isMe,
  onOpen,
}: {
  accounts: readonly AdminAccount[];
  isMe: (account: AdminAccount) => boolean;
  onOpen: (what: 'password' | 'remove', account: AdminAccount) => void;
}) => {
  const { t, locale } = useTexts();
  const now = new Date();
  const isLast = accounts.length === 1;
  const columns: Column<AdminAccount>[] = [
    {
      id: 'name',
      head: t('accounts.name'),
      sort: ({ name }) => name,
      cell: (account) => (
        <>
          <span className="strong breakable">{account.name}</span>
          {isMe(account) && <span className="under">{t('accounts.you')}</span>}
        </>
      ),
    },
    {
      id: 'signIn',
      head: t('accounts.lastSignIn'),
      className: 'col-when tabular',
      sort: ({ lastSignInAt }) => lastSignInAt,
      cell: ({ lastSignInAt }) =>
        lastSignInAt === null ? t('time.never') : moment(lastSignInAt, now, locale),
    },
    {
      id: 'password',
      head: t('accounts.passwordSince'),
      className: 'col-when tabular optional',
      sort: ({ passwordChangedAt }) => passwordChangedAt,
      cell: ({ passwordChangedAt }) => moment(passwordChangedAt, now, locale),
    },
    {
      id: 'made',
      head: t('keys.made'),
      className: 'col-made optional',
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt, createdBy }) => (
        <>
          <span className="tabular">{moment(createdAt, now, locale)}</span>
          <span className="under clip" title={createdBy}>
            {t('keys.madeBy', { who: createdBy })}
          </span>
        </>
      ),
    },
    {
      id: 'actions',
      head: t('list.actions'),
      quietHead: true,
      className: 'col-actions',
      cell: (account) => (
        <div className="table-actions">
          <Button onClick={() => onOpen('password', account)} data-testid="set-password">
            {t('accounts.setPassword')}
          </Button>
          <Button
            look={['plain', 'danger']}
            disabled={isLast}
            title={isLast ? t('accounts.lastHint') : undefined}
            onClick={() => onOpen('remove', account)}
            data-testid="remove-account"
          >
            {t('accounts.remove')}
          </Button>
        </div>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={accounts}
      rowKey={({ name }) => name}
      rowId={({ name }) => name}
      testId="account"
      className="account-table"
    />
  );
};
