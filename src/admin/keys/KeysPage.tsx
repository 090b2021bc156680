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
  const when = (at: string | null, never: string): string => (at === null ? never : moment(at, now, locale));
  if (keys.length === 0)
    return <Said Icon={KeyRound} title={t('keys.noneTitle')} text={t('keys.noneText')} />;
  return (
    <table className="table key-table">
      <thead>
        <tr>
          <th scope="col">{t('keys.name')}</th>
          <th scope="col" className="col-scopes">
            {t('keys.scopes')}
          </th>
          <th scope="col" className="col-when">
            {t('keys.lastUsed')}
          </th>
          <th scope="col" className="col-when">
            {t('keys.expires')}
          </th>
          <th scope="col" className="col-made optional">
            {t('keys.made')}
          </th>
          <th scope="col" className="col-actions">
            <span className="visually-hidden">{t('list.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => {
          const over = key.expiresAt !== null && Date.parse(key.expiresAt) < now.getTime();
          return (
            <tr key={key.name} data-testid="key">
              <td>
                <span className="strong breakable">{key.name}</span>
              </td>
              <td>{key.scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</td>
              <td className="tabular">{when(key.lastUsedAt, t('time.never'))}</td>
              <td className="tabular" data-bad={over}>
                {when(key.expiresAt, t('time.never'))}
              </td>
              <td className="optional">
                <span className="tabular">{moment(key.createdAt, now, locale)}</span>
                <span className="under clip" title={key.createdBy}>
                  {t('keys.madeBy', { who: key.createdBy })}
                </span>
              </td>
              <td>
                <div className="table-actions">
                  <Button look={['plain', 'danger']} onClick={() => onRevoke(key)} data-testid="revoke-key">
                    {t('keys.revoke')}
                  </Button>
                </div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
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
