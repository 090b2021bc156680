import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../renderer/components/Button';
import type { AdminAccount } from '../../shared/protocol/admin-accounts';
import { Confirm } from '../components/Confirm';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { Shown } from '../components/Shown';
import { useTexts } from '../i18n';
import { useHouse, useOwnPoll, usePolled } from '../state/house';
import { AccountTable } from './AccountTable';
import { NewAccount } from './NewAccount';
import { SetPassword } from './SetPassword';
import './accounts.css';

const EVERY_MS = 10_000;

type Open = { what: 'add' } | { what: 'password' | 'remove'; account: AdminAccount } | null;

/** Who may sign in to this dashboard. */
export const AccountsPage = () => {
  const { t } = useTexts();
  const { api, session } = useHouse();
  const me = useStore(session, ({ name }) => name);
  const poll = useOwnPoll((relay) => relay.admins(), EVERY_MS);
  const polled = usePolled(poll);
  const [open, setOpen] = useState<Open>(null);
  const isMe = ({ name }: AdminAccount): boolean => name.toLowerCase() === me.toLowerCase();
  const close = (done: boolean): void => {
    // With one's own account the session is gone: the relay is asked, says so, and the way in appears.
    const left = done && open?.what === 'remove' && isMe(open.account);
    setOpen(null);
    void (left ? session.signOut() : poll.refresh());
  };
  return (
    <Page
      title={t('nav.accounts')}
      aside={
        <>
          <Freshness polled={polled} />
          <Button look="primary" onClick={() => setOpen({ what: 'add' })} data-testid="add-account">
            <Plus className="icon" aria-hidden />
            {t('accounts.add')}
          </Button>
        </>
      }
    >
      <Shown poll={poll} lines={3}>
        {({ admins }) => (
          <AccountTable
            accounts={admins}
            isMe={isMe}
            onOpen={(what, account) => setOpen({ what, account })}
          />
        )}
      </Shown>
      {open?.what === 'add' && <NewAccount onClose={() => close(true)} />}
      {open?.what === 'password' && (
        <SetPassword name={open.account.name} own={isMe(open.account)} onClose={close} />
      )}
      {open?.what === 'remove' && (
        <Confirm
          title={
            isMe(open.account)
              ? t('accounts.removeOwnTitle')
              : t('accounts.removeTitle', { name: open.account.name })
          }
          action={t('accounts.remove')}
          run={() => api.removeAdmin(open.account.name)}
          onClose={close}
        >
          <p>
            {isMe(open.account)
              ? t('accounts.removeOwnText')
              : t('accounts.removeText', { name: open.account.name })}
          </p>
        </Confirm>
      )}
    </Page>
  );
};
