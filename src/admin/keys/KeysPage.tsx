import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import type { ApiKey, apiKeyListSchema } from '../../shared/protocol/api-keys';
import { Confirm } from '../components/Confirm';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { Shown } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { useTexts } from '../i18n';
import { moment } from '../lib/moments';
import { useHouse, useOwnPoll, usePolled } from '../state/house';
import { NewKey } from './NewKey';
import './keys.css';

const EVERY_MS = 15_000;

const KeyTable = ({
  keys,
  onRevoke,
}: {
  keys: z.infer<typeof apiKeyListSchema>['keys'];
  onRevoke: (key: ApiKey) => void;
}) => {
  const { t, locale } = useTexts();
  const now = new Date();
  const when = (at: string | null): string => (at === null ? t('time.never') : moment(at, now, locale));
  if (keys.length === 0)
    return <Said Icon={KeyRound} title={t('keys.noneTitle')} text={t('keys.noneText')} />;
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      head: t('keys.name'),
      sort: ({ name }) => name,
      cell: ({ name }) => <span className="strong breakable">{name}</span>,
    },
    {
      id: 'scopes',
      head: t('keys.scopes'),
      className: 'col-scopes',
      cell: ({ scopes }) => scopes.map((scope) => t(`scope.${scope}`)).join(', '),
    },
    {
      id: 'used',
      head: t('keys.lastUsed'),
      className: 'col-when tabular',
      sort: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => when(lastUsedAt),
    },
    {
      id: 'expires',
      head: t('keys.expires'),
      className: 'col-when tabular',
      sort: ({ expiresAt }) => expiresAt,
      bad: ({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) < now.getTime(),
      cell: ({ expiresAt }) => when(expiresAt),
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
      className: 'col-revoke',
      cell: (key) => (
        <div className="table-actions">
          <Button look={['plain', 'danger']} onClick={() => onRevoke(key)} data-testid="revoke-key">
            {t('keys.revoke')}
          </Button>
        </div>
      ),
    },
  ];
  return (
    <Table columns={columns} rows={keys} rowKey={({ name }) => name} testId="key" className="key-table" />
  );
};

/** Which programs may ask the relay, and what each may do. */
export const KeysPage = () => {
  const { t } = useTexts();
  const { api } = useHouse();
  const poll = useOwnPoll((relay) => relay.keys(), EVERY_MS);
  const polled = usePolled(poll);
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <Page
      title={t('nav.keys')}
      aside={
        <>
          <Freshness polled={polled} />
          <Button look="primary" onClick={() => setAdding(true)} data-testid="add-key">
            <Plus className="icon" aria-hidden />
            {t('keys.add')}
          </Button>
        </>
      }
    >
      <Shown poll={poll}>{({ keys }) => <KeyTable keys={keys} onRevoke={setRevoking} />}</Shown>
      {adding && (
        <NewKey
          onClose={() => {
            setAdding(false);
            void poll.refresh();
          }}
        />
      )}
      {revoking && (
        <Confirm
          title={t('keys.revokeTitle', { name: revoking.name })}
          action={t('keys.revoke')}
          run={() => api.revokeKey(revoking.name)}
          onClose={() => {
            setRevoking(null);
            void poll.refresh();
          }}
        >
          <p>{t('keys.revokeText')}</p>
        </Confirm>
      )}
    </Page>
  );
};
