import { ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import { TextField } from '../../renderer/components/TextField';
import type { AuditEntry } from '../../shared/protocol/audit';
import { OfThisRelay } from '../components/OfThisRelay';
import { Page } from '../components/Page';
import { Failed, Waiting } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { moment, wholeMoment } from '../lib/moments';
import { useHouse } from '../state/house';
import { createPaged } from '../state/paged';
import './audit.css';

interface Filter {
  who: string;
  act: string;
}
const noFilter: Filter = { who: '', act: '' };
const TYPING_PAUSE_MS = 250;
const PAGE_ROWS = 100;
const tones = { done: 'good', refused: 'wait', failed: 'bad' } as const;

const Entries = ({ entries }: { entries: readonly AuditEntry[] }) => {
  const { t, locale } = useTexts();
  const now = new Date();
  const columns: Column<AuditEntry>[] = [
    {
      id: 'when',
      head: t('audit.when'),
      className: 'col-when tabular',
      cell: ({ at }) => <span title={wholeMoment(at, locale)}>{moment(at, now, locale)}</span>,
    },
    {
      id: 'who',
      head: t('audit.who'),
      className: 'breakable',
      cell: ({ who }) => <span className="strong">{who}</span>,
    },
    { id: 'act', head: t('audit.act'), className: 'breakable', cell: ({ act }) => act },
    {
      id: 'target',
      head: t('audit.target'),
      className: 'breakable',
      cell: ({ target }) => target ?? '–',
    },
    {
      id: 'result',
      head: t('audit.result'),
      className: 'col-result',
      cell: ({ result }) => <Tag tone={tones[result]}>{t(`audit.${result}`)}</Tag>,
    },
    {
      id: 'address',
      head: t('audit.address'),
      className: 'col-address tabular optional breakable',
      cell: ({ address }) => address,
    },
  ];
  return (
    <Table
      columns={columns}
      rows={entries}
      rowKey={({ id }) => String(id)}
      testId="audit-entry"
      className="audit-table"
    />
  );
};

/** What administrators did, newest first. */
export const AuditPage = () => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [filter, setFilter] = useState(noFilter);
  const [store] = useState(() =>
    createPaged<Filter, AuditEntry>(noFilter, async ({ who, act }, cursor) => {
      const answer = await api.audit({
        who: who.trim(),
        act: act.trim(),
        limit: PAGE_ROWS,
        ...(cursor !== null && { cursor }),
      });
      return answer.ok
        ? { ok: true, value: { rows: answer.value.entries, nextCursor: answer.value.nextCursor } }
        : answer;
    }),
  );
  const { status, rows, problem, nextCursor } = useStore(store);
  useEffect(() => {
    const typed = store.getState().query !== filter;
    const timer = setTimeout(() => void store.load(filter), typed ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [store, filter]);
  return (
    <Page
      title={t('nav.audit')}
      aside={
        <Button onClick={() => void store.again()} disabled={status === 'loading'}>
          {t('audit.again')}
        </Button>
      }
    >
      <div className="audit-filter" role="search">
        <TextField
          label={t('audit.who')}
          hint={t('audit.whoHint')}
          value={filter.who}
          maxLength={80}
          onText={(who) => setFilter({ ...filter, who })}
          data-testid="audit-who"
        />
        <TextField
          label={t('audit.act')}
          hint={t('audit.actHint')}
          value={filter.act}
          maxLength={80}
          onText={(act) => setFilter({ ...filter, act })}
          data-testid="audit-act"
        />
      </div>
      <OfThisRelay what="audit" />
      {rows.length > 0 && <Entries entries={rows} />}
      {rows.length === 0 && status === 'loading' && <Waiting />}
      {rows.length === 0 && status === 'ready' && (
        <Said
          Icon={ShieldCheck}
          title={t('audit.noneTitle')}
          text={t(filter.who === '' && filter.act === '' ? 'audit.noneText' : 'audit.noMatchText')}
        />
      )}
      {problem && <Failed problem={problem} onRetry={() => void store.again()} />}
      {nextCursor !== null && !problem && (
        <div className="load-more">
          <Button look="plain" disabled={status === 'loading'} onClick={() => void store.more()}>
            {status === 'loading' ? t('list.loading') : t('list.more')}
          </Button>
        </div>
      )}
    </Page>
  );
};
